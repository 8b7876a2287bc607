import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "./program.ts";

const program = join(import.meta.dirname, "talanoa.mjs");
// The same for all runs, as on a real machine.
const cache = join(tmpdir(), "talanoa-cli-test-cache");
let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "talanoa-cli-"));
  const folder = join(cwd, ".talanoa", "identities");
  await mkdir(folder, { recursive: true });
  const identity = testIdentity("FJ", testKey(), testKey());
  await writeFile(join(folder, `${identity.name}.json`), JSON.stringify(identity));
});
afterAll(() => rm(cwd, { recursive: true }));

/** Runs the command as a shell would. */
function talanoa(args: string[], typed = ""): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: cwd, XDG_CACHE_HOME: cache, NO_COLOR: "1" };
    const child = execFile(
      process.execPath,
      [program, ...args],
      { cwd, env },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      },
    );
    child.stdin!.end(typed);
  });
}

test("--help names every command and every exit code", async () => {
  const { code, out } = await talanoa(["--help"]);
  expect(code).toBe(0);
  for (const name of Object.keys(commands)) expect(out).toContain(`\n  ${name} `);
  expect(out).toContain("75   try again later");
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, "package.json"), "utf8"));
  expect(await talanoa(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test.runIf(existsSync("/dev/full")).each([["whoami"], ["--help"], ["publish --template alert"]])(
  "%s says in one line that the output cannot be written",
  (args) => {
    const env = { PATH: process.env["PATH"], HOME: cwd, XDG_CACHE_HOME: cache, NO_COLOR: "1" };
    const command = `"$0" "$1" ${args} > /dev/full`;
    const words = ["-c", command, process.execPath, program];
    const { status, stderr } = spawnSync("sh", words, { cwd, env, encoding: "utf8" });
    expect(stderr).toBe("talanoa: the output cannot be written: no space left on device\n");
    expect(status).toBe(74);
  },
);

test("help and --help of a command are the same", async () => {
  const [one, other] = await Promise.all([talanoa(["help", "log"]), talanoa(["log", "--help"])]);
  expect(one).toEqual(other);
  expect(one.out).toContain("trail");
});

test("whoami shows the only identity without being told which", async () => {
  const { out } = await talanoa(["whoami", "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    name: "fj-publisher",
    participant: "FJ",
    roles: ["publisher"],
  });
});

test("of a flag only what a check can come to is stated", async () => {
  const { out } = await talanoa(["flag", "outcome", "--help"]);
  expect(out).toMatch(/"nothing-found",\s+"still-open",\s+"not-met",\s+"confirmed",\s+"false"/);
  const offence = await talanoa(["flag", "outcome", "NZ/1c0d4e77", "offence-found"]);
  expect(offence).toMatchObject({ code: 2, out: "" });
});

test("wrong use ends with 2 and says what to do", async () => {
  const unknown = await talanoa(["lits"]);
  expect(unknown).toMatchObject({ code: 2, out: "" });
  expect(unknown.err).toContain("Did you mean list?");
  const nobody = await talanoa(["whoami", "--as", "fj-liaison"]);
  expect(nobody.code).toBe(2);
  expect(nobody.err).toContain("fj-publisher");
  expect(await talanoa(["publish"])).toMatchObject({ code: 2, out: "" });
  const misspelt = await talanoa(["operation", "bord", "NZ-SEASPRAY"]);
  expect(misspelt.err).toContain("Did you mean talanoa operation board?");
  const other = await talanoa(["outbox", "xyzzy"]);
  expect(other.err).toContain("Commands of talanoa outbox: list,");
});

test("a file that is not there, or is none, is named in plain words", async () => {
  const missing = join(cwd, "missing");
  const draft = join(cwd, "draft.yaml");
  await writeFile(draft, "kind: alert\ntitle: Cocaine on a yacht\n");
  for (const [args, text] of [
    [["verify", missing], `there is no file ${missing}`],
    [["verify", cwd], `${cwd} is a folder, and no export or archive of the log`],
    [["verify", draft, "--keys", missing], `there is no file ${missing}`],
    [["publish", missing], `there is no file ${missing}`],
    [["publish", cwd], "is a folder, not a file"],
    [["verify", draft], `${draft} is no sealed notice`],
  ] as const) {
    const { code, out, err } = await talanoa([...args]);
    expect({ args, code, out, err }).toMatchObject({ code: 2, out: "" });
    expect(err).toContain(text);
  }
});

test("what is nothing to verify is said to be that before an identity is asked for, else a key is named", async () => {
  const folder = join(cwd, "two");
  await mkdir(folder);
  const identity = testIdentity("NZ", testKey(), testKey());
  for (const name of ["one", "two"])
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...identity, name }));
  const empty = join(cwd, "empty");
  await writeFile(empty, "");
  const proof = join(cwd, "p.tlog-proof");
  await writeFile(proof, "c2sp.org/tlog-proof@v1\n");
  const verify = (...args: string[]) => talanoa(["--identities", folder, "verify", ...args]);
  expect(await verify(empty)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${empty} is empty: there is nothing to verify`),
  });
  expect(await verify(proof)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/as whom[^]*by --log-key KEY/),
  });
  const form = ["log", "report", "FJ/0197f0a0-0000-7000-8000-000000000000", "--out", "x.pdf"];
  expect(await talanoa(form)).toMatchObject({
    code: 2,
    err: expect.stringContaining("x.pdf names no form in which a report is written"),
  });
});

test("verify with keys asks for no identity, and says that a changed notice is not genuine", async () => {
  const folder = join(cwd, "several");
  const key = testKey();
  const identity = testIdentity("PF", key, testKey());
  await mkdir(folder);
  for (const name of ["one", "two"])
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...identity, name }));
  const draft = {
    kind: "alert",
    type: "seizure",
    title: "Rum",
    when: "2025-07-14",
    where: "PFPPT",
  };
  const { publication } = await sealDraft(
    identity,
    { ...draft, narrative: "In the keel.", marking: "GREEN", audience: "all" },
    Date.now(),
  );
  const line = { id: key.id, participant: "PF", use: "sign", from: null, until: null, kinds: [] };
  const keys = join(cwd, "keys.json");
  const public_key = Buffer.from(key.publicKey).toString("base64url");
  await writeFile(keys, JSON.stringify({ ...line, public_key }));
  const notice = join(cwd, "notice");
  const verify = async (bytes: Uint8Array) => {
    await writeFile(notice, bytes);
    return talanoa(["--identities", folder, "verify", notice, "--keys", keys]);
  };
  const genuine = await verify(publication.sealed);
  expect(genuine).toMatchObject({ code: 0, err: "" });
  expect(genuine.out).toContain("signed by PF");
  const changed = Buffer.from(publication.sealed);
  changed[changed.indexOf("keel")]! ^= 1;
  expect(await verify(changed)).toEqual({
    code: 5,
    out: "",
    err: expect.stringMatching(/^talanoa: NOT GENUINE: section \d is not what PF signed\n$/),
  });
});

test("a template goes straight into a dry run", async () => {
  const { out: draft } = await talanoa(["publish", "--template", "operation"]);
  const { code, out } = await talanoa(["publish", "-", "--dry-run", "--json"], draft);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ kind: "operation", tlp: "TLP:AMBER", sent: false });
});

test("a dry run names each wrong field and rule, and ends with 2", async () => {
  const { code, err } = await talanoa(["publish", "-", "--dry-run"], "kind: alert\nmarkng: RED\n");
  expect(code).toBe(2);
  expect(err).toMatch(/markng .*Did you mean marking\? \(draft-unknown-field\)/);
});

test("--skip leaves out lines and notices of a list, and is refused for one notice", async () => {
  const { out: draft } = await talanoa(["publish", "--template", "alert"]);
  const dry = (typed: string, skip = 1) =>
    talanoa(["publish", "-", "--dry-run", "--json", "--skip", String(skip)], typed);
  const two = await dry(`${draft}---\n${draft}`);
  expect(two.code).toBe(0);
  expect(JSON.parse(two.out)).toMatchObject({ place: "notice 2", sent: false });
  const few = await dry(`${draft}---\n${draft}`, 3);
  expect(few).toMatchObject({ code: 2, out: "" });
  expect(few.err).toMatch(/the input has 2 notices, fewer than --skip leaves out/);
  await writeFile(join(cwd, "one.yaml"), draft);
  for (const one of [
    await dry(draft),
    await talanoa(["publish", "one.yaml", "--skip", "1"]),
    await talanoa(["publish", "--ask", "--skip", "1"]),
  ])
    expect(one).toEqual({
      code: 2,
      out: "",
      err: expect.stringMatching(/^talanoa: --skip leaves out lines, .* and this is one notice\n/),
    });
  // The first line of a file of lines may be its only one.
  const none = await talanoa(["publish", "-", "--dry-run", "--skip", "1"], '{"kind":"alert"}\n');
  expect(none).toEqual({ code: 0, out: "", err: "" });
});

test("the completion script for bash completes commands, options and identities", async () => {
  const { out: script } = await talanoa(["completion", "bash"]);
  const completed = (line: string) =>
    new Promise<string>((resolve) => {
      const words = line.split(" ");
      const ask = `${script}
talanoa() { "${process.execPath}" "${program}" "$@"; }
COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length - 1}
_talanoa; echo "\${COMPREPLY[*]}"`;
      execFile(
        "bash",
        ["-c", ask],
        { cwd, env: { PATH: process.env["PATH"], HOME: cwd, XDG_CACHE_HOME: cache } },
        (_, out) => resolve(out.trim()),
      );
    });
  expect(await completed("talanoa pub")).toBe("publish");
  expect(await completed("talanoa log ")).toContain("query trail");
  expect(await completed("talanoa flag ")).toContain("list confirm dismiss outcome");
  expect(await completed("talanoa feed --conc")).toBe("--concerns-us");
  expect(await completed("talanoa --as ")).toBe("fj-publisher");
});

test("the completion script is taken up by eval, as it says, and completes then", async () => {
  const ask = `talanoa() { "${process.execPath}" "${program}" "$@"; }
eval "$(talanoa completion bash)"
[[ "$(complete -p talanoa)" == *"-F _talanoa talanoa" ]] || exit 1
COMP_WORDS=(talanoa log tra); COMP_CWORD=2
_talanoa; echo "\${COMPREPLY[*]}"`;
  const env = { PATH: process.env["PATH"], HOME: cwd, XDG_CACHE_HOME: cache };
  const out = await new Promise<string>((resolve) => {
    execFile("bash", ["-c", ask], { cwd, env }, (_, text) => resolve(text.trim()));
  });
  expect(out).toBe("trail");
});

for (const other of ["zsh", "fish"]) {
  const isThere = spawnSync(other, ["--version"]).status === 0;
  test.skipIf(!isThere)(`the completion script for ${other} is one that it can read`, async () => {
    const { out } = await talanoa(["completion", other]);
    const path = join(cwd, `completion.${other}`);
    await writeFile(path, out);
    const { status, stderr } = spawnSync(other, ["-n", path], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
}

test("a reader that leaves early makes no noise", async () => {
  const result = await new Promise<{ err: string }>((resolve) => {
    const line = `"${process.execPath}" "${program}" completion fish | head -1`;
    execFile(
      "bash",
      ["-c", line],
      { cwd, env: { PATH: process.env["PATH"], HOME: cwd, XDG_CACHE_HOME: cache } },
      (_, __, err) => resolve({ err }),
    );
  });
  expect(result.err).toBe("");
});

test("a scenario with a field that is misspelt is refused by its path, with the field that is meant", async () => {
  const scenario = {
    title: "Misspelt",
    participants: ["FJ"],
    link_outage: [],
    injects: [
      {
        id: "1",
        minute: 0,
        publisher: "FJ",
        notice_kind: "seizure-report",
        title: "A seizure",
        content: { txt: "A seizure", data: {} },
        marking: { tlp: "TLP:GREEN", hidden: 1 },
        expected: { recieve: ["TO"] },
      },
    ],
  };
  const file = join(cwd, "scenario.json");
  await writeFile(file, JSON.stringify(scenario));
  const { code, out, err } = await talanoa(["exercise", "run", file]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  for (const line of [
    "link_outage: there is no such field; did you mean link_outages?",
    "injects[0].content.txt: there is no such field; did you mean text?",
    "injects[0].marking.hidden: there is no such field; known here are tlp, caveats, ",
    "injects[0].expected.recieve: there is no such field; did you mean receive?",
  ])
    expect(err).toContain(line);
});
