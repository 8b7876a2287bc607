import { generateKeyPairSync } from "node:crypto";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { cosign } from "@talanoa/tlog/note/cosignature.ts";
import { addSignatures, formatNote, parseNote } from "@talanoa/tlog/note/note.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import { parseSignerKey, signer } from "@talanoa/tlog/note/signer.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { formatTlogProof, parseTlogProof } from "@talanoa/tlog/tlog-proof.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { exchanged } from "./support/logged.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };
const audit = ["--purpose", "audit"];

let hub: TestHub;
let shell: Shell;
let notice: string;
let logKey: string;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  shell = await openCommands(hub.stack.identitiesDir);
  logKey = (await hub.as("fj-auditor")).identity.hub.logKey!;
  const { origin, id } = await exchanged(hub);
  notice = `${origin}/${id}`;
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const talanoa: Shell["as"] = (...words) => shell.as(...words);
const checkpoints = () => join(hub.stack.identitiesDir, "..", "checkpoints");
const inShell = (path: string) => join(shell.folder, path);

/** The log's own signing key: for what nobody but the hub could forge. */
async function logSigner() {
  const file = join(hub.stack.dataDir, "keys", "exchange-log-key.txt");
  return parseSignerKey((await readFile(file, "utf8")).trim());
}

async function signedCheckpoint(size: number, root: Uint8Array): Promise<string> {
  const its = await logSigner();
  const text = formatCheckpoint({ origin: its.key.name, size, root, extensions: [] });
  return formatNote({ text, signatures: [signText(text, its)] });
}

describe("a proof", () => {
  let folder: string;
  let files: string[];

  beforeAll(async () => {
    const args = ["log", "prove", notice, ...audit, "--out", "proofs"];
    const proved = await talanoa("fj-auditor", args);
    expect(proved).toMatchObject({ code: 0, err: expect.stringContaining("proved in the log of") });
    folder = inShell("proofs");
    files = (await readdir(folder)).toSorted();
  });

  test("of a notice is one file for each entry that the caller may see, which needs no hub to verify", async () => {
    expect(files.length).toBeGreaterThan(1);
    expect(files[0]).toMatch(/^\d{9}-accepted\.tlog-proof$/);
    for (const file of files) {
      const args = ["verify", join(folder, file), "--log-key", logKey, "--identities", "nowhere"];
      const { code, out, err } = await shell.run(args);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain(`Proven: entry ${Number(file.slice(0, 9))} stands in the exchange log`);
      expect(out).toContain("signed by");
    }
    const shown = await talanoa("fj-auditor", ["verify", join(folder, files[0]!)]);
    expect(shown.out).toContain(notice);
  });

  test("of a place in the log is one file, and what one may not see is not found", async () => {
    const index = String(Number(files[0]!.slice(0, 9)));
    const proved = await talanoa("fj-auditor", ["log", "prove", index, ...audit]);
    expect(proved).toMatchObject({ code: 0, out: `${inShell(`entry-${index}.tlog-proof`)}\n` });
    expect(proved.err).not.toContain("replaced");
    const again = await talanoa("fj-auditor", ["log", "prove", index, ...audit]);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("were replaced: 1.") });
    const noCase = await talanoa("fj-auditor", ["log", "prove", index, "--purpose", "court"]);
    expect(noCase).toMatchObject({ code: 2, err: expect.stringContaining("Give --case NUMBER") });
    expect(await talanoa("nz-auditor", ["log", "prove", index, ...audit])).toMatchObject({
      code: 3,
      err: expect.stringContaining("not yours to see"),
    });
  });

  test("that was forged in any part is not genuine", async () => {
    const genuine = parseTlogProof(await readFile(join(folder, files[0]!)));
    const other = parseTlogProof(await readFile(join(folder, files[1]!)));
    const row = LogRow.decode(genuine.extra!);
    const shown = Buffer.from(row.common);
    shown[shown.length - 1]! ^= 1;
    const otherSize = await signedCheckpoint(row.index + 1, Buffer.alloc(32, 7));
    const forged = {
      row: { ...genuine, extra: LogRow.encode({ ...row, common: shown }) },
      "row of another": { ...genuine, extra: other.extra },
      entry: {
        ...genuine,
        extra: LogRow.encode({ ...row, entry: other.extra!.subarray(0, 1025) }),
      },
      place: {
        ...genuine,
        index: other.index,
        extra: LogRow.encode({ ...row, index: other.index }),
      },
      checkpoint: { ...genuine, checkpoint: parseNote(otherSize) },
      bare: { ...genuine, extra: undefined },
    };
    const says = {
      row: "entry commits to",
      "row of another": "and shows entry",
      entry: "does not lead to the root",
      place: "inclusion proof",
      checkpoint: "inclusion proof",
      bare: "does not have with it",
    };
    for (const [what, proof] of Object.entries(forged)) {
      const file = inShell(`forged ${what}`);
      await writeFile(file, formatTlogProof(proof));
      const { code, err } = await talanoa("fj-auditor", ["verify", file]);
      expect([what, code, err]).toEqual([what, 5, expect.stringContaining("NOT GENUINE")]);
      expect(err).toContain(says[what as keyof typeof says]);
    }
    const cut = inShell("cut.tlog-proof");
    const text = await readFile(join(folder, files[0]!), "utf8");
    await writeFile(cut, text.slice(0, text.length / 2));
    expect(await talanoa("fj-auditor", ["verify", cut])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is cut off or damaged"),
    });
  });

  test("of another log is not genuine, and witnesses are asked for by their keys", async () => {
    const stranger = signer(
      formatVerifierKey((await logSigner()).key).split("+")[0]!,
      "ed25519",
      generateKeyPairSync("ed25519").privateKey,
    );
    const file = join(folder, files[0]!);
    const other = formatVerifierKey(stranger.key);
    expect(await talanoa("fj-auditor", ["verify", file, "--log-key", other])).toMatchObject({
      code: 5,
      err: expect.stringMatching(
        /it is signed by the key .+\+[0-9a-f]{8}, and the known key is .+\+[0-9a-f]{8}\nIs it the right key/,
      ),
    });
    const witness = signer(
      "witness.example/ws",
      "cosignature/v1",
      generateKeyPairSync("ed25519").privateKey,
    );
    const proof = parseTlogProof(await readFile(file));
    const cosigned = inShell("cosigned.tlog-proof");
    const signature = cosign(proof.checkpoint.text, witness, 1_783_000_000);
    const checkpoint = addSignatures(proof.checkpoint, [signature]);
    await writeFile(cosigned, formatTlogProof({ ...proof, checkpoint }));
    const key = formatVerifierKey(witness.key);
    const good = await talanoa("fj-auditor", ["verify", cosigned, "--witness", key]);
    expect(good).toMatchObject({ code: 0, err: "" });
    expect(good.out).toMatch(/cosigned by +witness\.example\/ws on 2026-07-02 \d\d:\d\d:\d\dZ/);
    expect(await talanoa("fj-auditor", ["verify", file, "--witness", key])).toMatchObject({
      code: 75,
      err: expect.stringContaining("missing witness.example/ws"),
    });
    const none = ["verify", file, "--witness", key, "--quorum", "0"];
    expect(await talanoa("fj-auditor", none)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/not by +witness/),
    });
  });
});

describe("talanoa log verify", () => {
  test("keeps the first checkpoint, and says of the next that it continues it", async () => {
    const first = await talanoa("ws-auditor", ["log", "verify"]);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringContaining("No checkpoint of this log was kept before"),
    });
    await exchanged(hub);
    await vi.waitFor(async () => {
      const [next] = await shell.json("ws-auditor", ["log", "verify"]);
      expect(next!["size"]).toBeGreaterThan(next!["continues"] as number);
    }, PATIENCE);
    const told = await talanoa("ws-auditor", ["log", "verify"]);
    expect(told.out).toContain("The log continues the one that was kept last");
  });

  test("keeps both checkpoints of a log that does not continue, and says so loudly", async () => {
    await talanoa("to-auditor", ["log", "verify"]);
    const folder = join(checkpoints(), "to-auditor");
    const [file] = await readdir(folder);
    const kept = await readFile(join(folder, file!), "utf8");
    await writeFile(join(folder, file!), await signedCheckpoint(3, Buffer.alloc(32, 1)));
    const told = await talanoa("to-auditor", ["log", "verify"]);
    expect(told).toMatchObject({ code: 5, err: expect.stringContaining("DOES NOT CONTINUE") });
    const evidence = (await readdir(folder)).filter((name) => name !== file);
    expect(
      evidence
        .map((name) =>
          name
            .replace(/-\d+(-[0-9a-f]+)?$/, "")
            .split(".")
            .at(-1),
        )
        .toSorted(),
    ).toEqual(["newer", "older"]);
    for (const name of evidence) {
      expect(told.err).toContain(name);
      expect(await talanoa("fj-auditor", ["verify", join(folder, name)])).toMatchObject({
        code: 0,
      });
    }
    // What was kept is not replaced by what does not continue it.
    expect(await talanoa("to-auditor", ["log", "verify", "--json"])).toMatchObject({ code: 5 });
    await writeFile(join(folder, file!), kept.replace("\n", " \n"));
    expect(await talanoa("to-auditor", ["log", "verify"])).toMatchObject({
      code: 5,
      err: expect.stringContaining("is not a checkpoint of this log"),
    });
    await writeFile(join(folder, file!), kept);
    expect(await talanoa("to-auditor", ["log", "verify"])).toMatchObject({ code: 0 });
  });

  test("accuses no log that shows fewer entries than it has signed, and says that it must not stay so", async () => {
    const later = await signedCheckpoint(1_000_000, Buffer.alloc(32, 1));
    await writeFile(inShell("later"), later);
    const folder = join(checkpoints(), "vu-auditor");
    await mkdir(folder, { recursive: true });
    const { name } = (await logSigner()).key;
    await writeFile(join(folder, `${encodeURIComponent(name)}.checkpoint`), later);
    const told = await Promise.all([
      talanoa("ck-auditor", ["log", "verify", "--since", "later"]),
      talanoa("vu-auditor", ["log", "query", "--verify", ...audit]),
    ]);
    for (const each of told)
      expect(each).toMatchObject({
        code: 75,
        out: "",
        err: expect.stringMatching(/and has signed 1000000 before[^]*entries were taken back/),
      });
  });

  test("verifies from a checkpoint that is given, and refuses that of another log", async () => {
    const [first] = await shell.json("nz-auditor", ["log", "verify"]);
    const root = Buffer.from(first!["root"] as string, "base64");
    await writeFile(inShell("given"), await signedCheckpoint(first!["size"] as number, root));
    const good = await talanoa("nz-auditor", ["log", "verify", "--since", "given"]);
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining("the one that you gave") });
    const all = await talanoa("nz-auditor", ["log", "verify", "--since", "given", "--all"]);
    expect(all).toMatchObject({ code: 0, out: expect.stringContaining("the one that you gave") });
    const stranger = signer(
      "elsewhere.example/log",
      "ed25519",
      generateKeyPairSync("ed25519").privateKey,
    );
    const text = formatCheckpoint({ origin: stranger.key.name, size: 5, root, extensions: [] });
    await writeFile(inShell("other"), formatNote({ text, signatures: [signText(text, stranger)] }));
    const other = await talanoa("nz-auditor", ["log", "verify", "--since", "other"]);
    expect(other).toMatchObject({ code: 5, err: expect.stringContaining("NOT GENUINE") });
  });

  test("--all keeps no checkpoint before all of its tree was verified", async () => {
    const own = await readFile(join(hub.stack.identitiesDir, "fj-liaison.json"), "utf8");
    const identity = JSON.parse(own) as { hub: { tiles: string } };
    identity.hub.tiles += "nowhere/";
    const identities = inShell("elsewhere/identities");
    await mkdir(identities, { recursive: true });
    await writeFile(join(identities, "fj-liaison.json"), JSON.stringify(identity), { mode: 0o600 });
    const verify = ["--identities", identities, "log", "verify"];
    expect(await talanoa("fj-liaison", [...verify, "--all"])).toMatchObject({ code: 3 });
    const next = await talanoa("fj-liaison", verify);
    expect(next.out).toContain("No checkpoint of this log was kept before");
  });

  test("--all reads the whole tree, and says up to where one's own records are complete", async () => {
    const own = await talanoa("fj-auditor", ["log", "verify", "--all"]);
    expect(own).toMatchObject({
      code: 0,
      out: expect.stringMatching(/The log holds: its \d+ entries/),
    });
    expect(own.err).toMatch(/Complete up to heads at entry \d+ of \d+, .*records 1 to \d+ of FJ/);
    const all = await talanoa("oco-auditor", ["log", "verify", "--all"]);
    expect(all).toMatchObject({ code: 0, err: expect.stringContaining("Complete") });
    expect(all.err).toMatch(
      /Complete up to heads at entry \d+ of \d+, .*entries 0 to \d+ were read/,
    );
    const publisher = await talanoa("fj-publisher", ["log", "verify", "--all"]);
    expect(publisher).toMatchObject({ code: 0, err: expect.stringContaining("is no auditor") });
  });
});

describe("what is proved", () => {
  test("must continue what was kept, and is kept then, whichever command proves it", async () => {
    const folder = join(checkpoints(), "to-auditor");
    const keptIn = async () =>
      (await readdir(folder)).filter((name) => name.endsWith(".checkpoint"));
    const forged = await signedCheckpoint(3, Buffer.alloc(32, 1));
    for (const args of [
      ["query", "--verify"],
      ["trail", notice, "--verify"],
      ["prove", notice, "--out", "to-proofs"],
      ["report", notice, "--out", "to-report.html"],
      ["export", "to-export"],
    ]) {
      await rm(folder, { recursive: true, force: true });
      const ended = await talanoa("to-auditor", ["log", ...args, ...audit]);
      expect([args, ended.code, ended.err]).toEqual([args, expect.toBeOneOf([0, 75]), ended.err]);
      const [file, ...others] = await keptIn();
      expect([file, others]).toEqual([expect.stringMatching(/\.\d+-[0-9a-f]{64}\./), []]);
      await writeFile(join(folder, file!), forged);
      const told = await talanoa("to-auditor", ["log", ...args, ...audit]);
      expect([args, told]).toEqual([
        args,
        { code: 5, out: "", err: expect.stringContaining("THE LOG DOES NOT CONTINUE") },
      ]);
      expect(await readFile(join(folder, file!), "utf8")).toBe(forged);
      expect(await readdir(folder)).toHaveLength(3);
    }
  });

  test("is told also where nothing can be kept, and that it is not", async () => {
    const folder = join(checkpoints(), "fj-publisher");
    await mkdir(checkpoints(), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await symlink(inShell("nowhere/else"), folder);
    const args = ["log", "trail", notice, "--verify", ...audit];
    const told = await talanoa("fj-publisher", args);
    expect(told).toMatchObject({ code: 0, err: expect.stringContaining("each of them proved") });
    expect(told.err).toMatch(/The checkpoint of \d+ entries is not kept: .*fj-publisher/);
    await writeFile(inShell("forged"), await signedCheckpoint(3, Buffer.alloc(32, 1)));
    const forked = await talanoa("fj-publisher", ["log", "verify", "--since", "forged"]);
    expect(forked).toMatchObject({ code: 5, err: expect.stringContaining("does not continue") });
    await rm(folder);
  });
});
