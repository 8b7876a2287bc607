import { execFileSync, spawnSync } from "node:child_process";
import { cp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Ended, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { exchanged, recorded } from "./support/logged.ts";

vi.setConfig({ testTimeout: 240_000 });
const audit = ["--purpose", "audit"];
const root = join(import.meta.dirname, "..");

let hub: TestHub;
let shell: Shell;
let logKey: string;
let folder: string;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  shell = await openCommands(hub.stack.identitiesDir);
  logKey = (await hub.as("fj-auditor")).identity.hub.logKey!;
  await exchanged(hub);
  await recorded(await hub.as("to-auditor"), 600);
  folder = join(shell.folder, "export");
  const made = await shell.as("to-auditor", ["log", "export", "export", ...audit]);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining("The log holds") });
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

/** Verifies an export where there is neither a hub nor an identity. */
function verified(dir: string, ...args: readonly string[]): Promise<Ended> {
  const offline = ["--identities", "nowhere", ...args];
  return shell.run(["log", "verify", "--dir", dir, ...offline]);
}

/** A copy of the export to do harm to. */
async function copy(name: string): Promise<string> {
  const dir = join(shell.folder, name);
  await cp(folder, dir, { recursive: true });
  return dir;
}

async function linesOf(dir: string): Promise<string[]> {
  return (await readFile(join(dir, "records.jsonl"), "utf8")).trimEnd().split("\n");
}

describe("an export", () => {
  test("is verified by anyone with the log's key, and says whose key it is without", async () => {
    const known = await verified("export", "--log-key", logKey);
    expect(known).toMatchObject({ code: 0, err: expect.stringMatching(/^Complete up to/) });
    expect(known.out).toMatch(/The log holds: its \d+ entries/);
    const unknown = await verified("export");
    expect(unknown).toMatchObject({
      code: 0,
      err: expect.stringContaining("The key is the export's own"),
    });
  });

  test("has the records that its maker may see, as one reads them and in a table", async () => {
    const records = (await linesOf(folder)).map((line) => JSON.parse(line));
    expect(records.length).toBeGreaterThan(600);
    for (const { parts } of records)
      expect(parts.map((part: { party: string }) => part.party)).toEqual(["TO"]);
    const table = (await readFile(join(folder, "records.csv"), "utf8")).split("\r\n");
    expect(table).toHaveLength(records.length + 2);
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(["checkpoint", "log-key.txt", "records.csv", "records.jsonl", "tile"]),
    );
  });

  test("that was changed in any file is found, and the file named", async () => {
    const tile = await copy("tile");
    const bytes = await readFile(join(tile, "tile/0/001"));
    bytes[77]! ^= 1;
    await writeFile(join(tile, "tile/0/001"), bytes);
    expect(await verified("tile")).toMatchObject({
      code: 5,
      err: expect.stringContaining("tile/0/001 does not follow from tile/entries/001"),
    });
    const upper = await copy("upper");
    const [name = ""] = await readdir(join(upper, "tile/1/000.p"));
    await writeFile(join(upper, "tile/1/000.p", name), Buffer.alloc(Number(name) * 32));
    expect(await verified("upper")).toMatchObject({
      code: 5,
      err: expect.stringContaining(`tile/1/000.p/${name} does not follow from the tiles below it`),
    });
    const both = await copy("both");
    await cp(join(both, "tile/0/000"), join(both, "tile/0/001"));
    await cp(join(both, "tile/entries/000"), join(both, "tile/entries/001"));
    expect(await verified("both")).toMatchObject({ code: 5 });
    const checkpoint = await copy("checkpoint");
    const note = await readFile(join(checkpoint, "checkpoint"), "utf8");
    await writeFile(join(checkpoint, "checkpoint"), note.replace(/\n(\d)/, "\n1$1"));
    expect(await verified("checkpoint")).toMatchObject({
      code: 5,
      err: expect.stringContaining("does not hold"),
    });
  });

  test("whose records were changed or taken out is found, and the place named", async () => {
    const lines = await linesOf(folder);
    const cases: Record<string, [change: (lines: string[]) => string[], says: string]> = {
      readable: [(all) => all.with(3, all[3]!.replace('"step":"', '"step":"x')), "line 4 of"],
      bytes: [
        (all) => {
          const { common_bytes } = JSON.parse(all[4]!);
          return all.with(3, JSON.stringify({ ...JSON.parse(all[3]!), common_bytes }));
        },
        "not what the entry commits to",
      ],
      missing: [(all) => all.toSpliced(3, 1), "of TO is missing, between entry"],
      tail: [(all) => all.slice(0, -3), "has more lines than records.jsonl"],
      cut: [(all) => [...all.slice(0, -1), all.at(-1)!.slice(0, 50)], "is cut off"],
      elsewhere: [
        (all) => all.with(3, all[3]!.replace(/"index":\d+/, '"index":999999')),
        "entry 999999 was shown, and the tree does not reach it",
      ],
    };
    for (const [name, [change, says]] of Object.entries(cases)) {
      const dir = await copy(name);
      await writeFile(join(dir, "records.jsonl"), `${change([...lines]).join("\n")}\n`);
      const { code, err } = await verified(name);
      expect([name, code, err]).toEqual([name, 5, expect.stringContaining(says)]);
    }
    // With the table made to fit, the numbers still tell.
    const dir = await copy("fitted");
    await writeFile(join(dir, "records.jsonl"), `${lines.toSpliced(3, 1).join("\n")}\n`);
    const table = (await readFile(join(dir, "records.csv"), "utf8")).split("\r\n");
    await writeFile(join(dir, "records.csv"), table.toSpliced(4, 1).join("\r\n"));
    expect(await verified("fitted")).toMatchObject({
      code: 5,
      err: expect.stringMatching(/record \d+ of TO is missing, between entry/),
    });
  });

  test("without its records, or with those before the first heads alone, says so", async () => {
    const lines = await linesOf(folder);
    const table = (await readFile(join(folder, "records.csv"), "utf8")).split("\r\n");
    const before = lines.findIndex((line) => JSON.parse(line).step === "heads");
    expect(before).toBeGreaterThan(0);
    const dir = await copy("first");
    await writeFile(join(dir, "records.jsonl"), `${lines.slice(0, before).join("\n")}\n`);
    await writeFile(join(dir, "records.csv"), `${table.slice(0, before + 1).join("\r\n")}\r\n`);
    expect(await verified("first")).toMatchObject({
      code: 75,
      err: expect.stringContaining("made before they were recorded, or cut there"),
    });
    await rm(join(dir, "records.jsonl"));
    expect(await verified("first")).toMatchObject({
      code: 5,
      err: expect.stringContaining("records.csv stands in"),
    });
    await rm(join(dir, "records.csv"));
    expect(await verified("first")).toMatchObject({
      code: 5,
      err: expect.stringContaining("has no records.jsonl, and is an export with records"),
    });
  });

  test("stays its reader's: another's into the same folder is refused, and changes nothing", async () => {
    const before = await readFile(join(folder, "records.jsonl"));
    const other = await shell.as("fj-auditor", ["log", "export", "export", ...audit]);
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringContaining("by TO, with its own records"),
    });
    expect(await readFile(join(folder, "records.jsonl"))).toEqual(before);
  });

  test("is complete for the reader that it names alone", async () => {
    const dir = await copy("named");
    const maker = JSON.parse(await readFile(join(dir, "export.json"), "utf8")) as object;
    for (const [reader, says] of [
      ["FJ", /entry \d+ is not shown as a record of FJ alone/],
      ["OCO", /entry \d+ is missing|entries \d+ to \d+ are missing/],
    ] as const) {
      await writeFile(join(dir, "export.json"), JSON.stringify({ ...maker, reader }));
      const { code, err } = await verified("named");
      expect([reader, code, err]).toEqual([reader, 5, expect.stringMatching(says)]);
    }
  });

  test("that witnesses did not cosign is not proved by them, and genuine", async () => {
    const witness = sampleSigner("fj.example/witness", "cosignature/v1", 40);
    const key = formatVerifierKey(witness.key);
    for (const args of [
      ["log", "verify", "--dir", "export"],
      ["verify", "export/checkpoint"],
    ]) {
      const given = [...args, "--identities", "nowhere", "--log-key", logKey, "--witness", key];
      const { code, err } = await shell.run(given);
      expect([args, code, err]).toEqual([
        args,
        75,
        expect.stringContaining("missing fj.example/witness"),
      ]);
      expect(err).not.toContain("NOT GENUINE");
    }
    const asked = ["log", "verify", "--witness", key];
    expect((await shell.as("to-auditor", ["log", "verify"])).code).toBe(0);
    expect(await shell.as("to-auditor", asked)).toMatchObject({ code: 75 });
  });

  test("that is cut short is found", async () => {
    const dir = await copy("short");
    await rm(join(dir, "tile/entries/001"));
    expect(await verified("short")).toMatchObject({
      code: 5,
      err: expect.stringContaining("the export is not whole: tile/entries/001 is missing"),
    });
    await truncate(join(dir, "tile/entries/000"), 1_000);
    expect(await verified("short")).toMatchObject({ code: 5 });
    await rm(join(dir, "checkpoint"));
    expect(await verified("short")).toMatchObject({
      code: 5,
      err: expect.stringContaining("it has no checkpoint"),
    });
  });

  test("goes on where it was interrupted, and a later one fetches what is new", async () => {
    const dir = await copy("again");
    const before = await readdir(join(dir, "tile/entries"), { recursive: true });
    await rm(join(dir, "tile/entries/000"));
    await recorded(await hub.as("to-auditor"), 300);
    const again = await shell.as("to-auditor", ["log", "export", "again", ...audit]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("The log holds") });
    const after = await readdir(join(dir, "tile/entries"), { recursive: true });
    expect(after.length).toBeGreaterThanOrEqual(before.length);
    // Of what was not full before, nothing is left beside what is now.
    expect(after.filter((name) => /\.p\/\d+$/.test(name)).length).toBeLessThanOrEqual(1);
    expect(await verified("again", "--since", join(folder, "checkpoint"))).toMatchObject({
      code: 0,
    });
    expect(await verified("export", "--since", join(dir, "checkpoint"))).toMatchObject({
      code: 5,
    });
  });

  test("for a purpose that needs a case is not begun without one", async () => {
    const made = await shell.as("to-auditor", ["log", "export", "for-no-case"]);
    expect(made).toMatchObject({ code: 2, err: expect.stringContaining("Give --case NUMBER") });
    const refused = await shell.as("to-auditor", ["log", "export", "for-no-case", "--case", "?"]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("case-number-format") });
    expect(await readdir(shell.folder)).not.toContain("for-no-case");
  });

  test("is not made of records of which the hub keeps one back", async () => {
    const { index } = JSON.parse((await linesOf(folder))[5]!) as { index: number };
    const client = new pg.Client(hub.stack.postgresUrl("audit_log"));
    await client.connect();
    const change = "update parts set party = $2 where index = $1 and party = $3";
    expect((await client.query(change, [index, "ZZ", "TO"])).rowCount).toBe(1);
    const made = await shell.as("to-auditor", ["log", "export", "kept-back", ...audit]);
    await client.query(change, [index, "TO", "ZZ"]);
    await client.end();
    expect(made).toMatchObject({
      code: 5,
      err: expect.stringMatching(/does not show all records: record \d+ of TO is missing/),
    });
    expect(await readdir(join(shell.folder, "kept-back"))).not.toContain("checkpoint");
  });

  test("is not known to be whole when the hub keeps back all since some heads", async () => {
    const lines = (await linesOf(folder)).map((line) => JSON.parse(line));
    const { index } = lines.findLast(({ step }) => step === "heads") as { index: number };
    const client = new pg.Client(hub.stack.postgresUrl("audit_log"));
    await client.connect();
    const change = "update parts set party = $2 where index > $1 and party = $3";
    await client.query(`
      create function keep_back() returns trigger language plpgsql as
        $$ begin if new.party = 'TO' then new.party := 'ZZ'; end if; return new; end $$;
      create trigger keep_back before insert on parts for each row execute function keep_back()`);
    await client.query(change, [index, "ZZ", "TO"]);
    const to = ["--to", new Date().toISOString()];
    const made = await shell.as("to-auditor", ["log", "export", "all-since", ...to, ...audit]);
    await client.query("drop trigger keep_back on parts; drop function keep_back");
    await client.query(change, [index, "TO", "ZZ"]);
    await client.end();
    expect(made).toMatchObject({ code: 75, err: expect.stringContaining("Not known") });
    const again = await shell.as("to-auditor", ["log", "export", "all-since", ...to, ...audit]);
    expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/^Complete up to/m) });
  });

  test("that is killed leaves no half file, and the next one is whole", async () => {
    const running = shell.start(["--as", "to-auditor", "log", "export", "killed", ...audit]);
    await vi.waitFor(() => readdir(join(shell.folder, "killed")), { interval: 5, timeout: 60_000 });
    running.kill("SIGKILL");
    await running.ended;
    const left = await readdir(join(shell.folder, "killed"), { recursive: true });
    expect(left).not.toContain("checkpoint");
    const next = await shell.as("to-auditor", ["log", "export", "killed", ...audit]);
    expect(next).toMatchObject({ code: 0, out: expect.stringContaining("The log holds") });
  });

  test("of a span of time has the records of it up to the heads behind", async () => {
    const from = new Date(Math.floor(Date.now() / 1_000 - 3) * 1_000).toISOString();
    await recorded(await hub.as("to-auditor"), 10);
    const args = ["log", "export", "span", "--from", from, ...audit];
    const made = await shell.as("to-auditor", args);
    expect(made).toMatchObject({
      code: 0,
      err: expect.stringMatching(/records \d{3,} to \d+ of TO/),
    });
    const none = await shell.as("to-auditor", [
      "log",
      "export",
      "none",
      "--to",
      "2020-01-01",
      ...audit,
    ]);
    expect(none).toMatchObject({ code: 0 });
    const [first] = (await linesOf(join(shell.folder, "span"))).map((line) => JSON.parse(line));
    expect(Date.parse(first.at)).toBeGreaterThanOrEqual(Date.parse(from));
  });
});

describe("others verify an export", () => {
  test("openssl, by the commands of docs/verify.md", async () => {
    const page = await readFile(join(root, "docs", "verify.md"), "utf8");
    const [, commands = ""] = /## With openssl[^]*?```sh\n([^]*?)```/.exec(page)!;
    expect(commands).toContain("openssl pkeyutl");
    const dir = await copy("openssl");
    const run = () => spawnSync("sh", ["-e", "-c", commands], { cwd: dir, encoding: "utf8" });
    expect(run().stdout).toContain("Signature Verified Successfully");
    const note = await readFile(join(dir, "checkpoint"), "utf8");
    await writeFile(join(dir, "checkpoint"), note.replace(/\n(\d)/, "\n1$1"));
    expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining("Failure") });
  });

  const library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";
  const hasGo =
    spawnSync("go", ["version"]).status === 0 && spawnSync("test", ["-d", library]).status === 0;
  const says = hasGo ? "" : " (left out: golang-go and golang-golang-x-mod-dev are not installed)";

  test.skipIf(!hasGo)(`the Go project's own code${says}`, async () => {
    const program = join(root, "test", "interop", "verify_log.go");
    const env = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
    const binary = join(shell.folder, "verify_log");
    execFileSync("go", ["build", "-o", binary, program], { env });
    const run = (dir: string) => spawnSync(binary, [dir, logKey], { encoding: "utf8" });
    const good = run(folder);
    expect(good.stderr).toBe("");
    expect(good.stdout).toMatch(/^verified: \d{3,} entries, \d+ tiles, 1000 proofs$/m);
    const dir = await copy("go");
    await cp(join(dir, "tile/0/000"), join(dir, "tile/0/001"));
    expect(run(dir)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("tile/0/001 is not what the entries give"),
    });
  });
});
