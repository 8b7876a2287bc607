import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { naiveTree } from "@talanoa/tlog/testing/naive-tree.ts";
import { signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { log } from "@talanoa/tlog/testing/sample-keys.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkScript } from "./check-script.ts";
import { formatProofBlock } from "./proof-block.ts";

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-check-"));
  await writeFile(join(folder, "check.sh"), checkScript);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const records = ["1", "2", "3"].map((n): Init<Record> => {
  const notice = { origin: "FJ", id: `0198c0de-0000-7000-8000-00000000000${n}`, version: 1 };
  return { nonce: Buffer.alloc(16, n), participant: "FJ", facts: { accepted: { notice } } };
});
const entries = logged(records, records.length + 1);
const tree = naiveTree(entries.map(({ entry }) => entry));
const size = entries.length;

/** The proofs of these entries, as a report has them. */
function block(...indexes: readonly number[]): string {
  const note = Buffer.from(formatNote(signedCheckpoint({ size, root: tree.root(size) })));
  const rows = indexes.map((index) => {
    const { common, parts, entry } = entries[index]!;
    const row = { index, common, parts: parts.map(({ bytes }) => bytes), entry, altered: false };
    return { row, hashes: tree.path(index, size) };
  });
  return `${formatProofBlock({ note, rows, notices: [] })}\n`;
}

const key = formatVerifierKey(log.key);
type Shell = readonly [string, ...string[]];

/** What the script says when it is run under a shell with some words, and how it ends. */
async function runScript([program, ...args]: Shell, words: readonly string[]) {
  const ended = run(program, [...args, "check.sh", ...words], { cwd: folder });
  return ended.then(
    ({ stdout }) => ({ code: 0, out: stdout, err: "" }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  );
}

/** The same of a report, by the log's key. */
async function check(shell: Shell, report: string) {
  await writeFile(join(folder, "report"), report);
  return runScript(shell, ["report", key]);
}

const line = (text: string, word: string) => new RegExp(`^${word} .*$`, "m").exec(text)![0];

// `sh` is the one or the other, by the system.
const shells: [Shell][] = [[["sh"]], [["bash", "--posix"]]];

test.each(shells)(
  "the script says which words it wants, and takes a key's file: %j",
  async (shell) => {
    await writeFile(join(folder, "report"), block(1));
    await writeFile(join(folder, "log-key.txt"), `${key}\n`);
    expect(await runScript(shell, ["report", "log-key.txt"])).toMatchObject({ code: 0 });
    for (const [words, says] of [
      [["report"], "sh check.sh REPORT KEY"],
      [["missing", key], "no file missing"],
      [["report", "check.sh"], "check.sh is no verifier key"],
    ] as const)
      expect(await runScript(shell, words)).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringContaining(says),
      });
  },
);

test.each(shells)(
  "the script of a report proves its entries, and no others, under %s",
  async (shell) => {
    const good = await check(shell, block(0, 1, 2));
    expect(good).toMatchObject({
      code: 0,
      out: expect.stringContaining("All entries are proved."),
    });
    expect(good.out).toContain("entry 2: proved");

    // An index is a number in the tree, and never evaluated.
    for (const index of ["3", "size[$(touch evaluated)0]", "-1", "01", "1".repeat(16), ""]) {
      const { code, out } = await check(shell, block(1).replace(/^index .*$/m, `index ${index}`));
      expect({ index, code }).toEqual({ index, code: 1 });
      expect(out).toContain("FAILED");
    }
    await expect(rm(join(folder, "evaluated"))).rejects.toMatchObject({ code: "ENOENT" });

    // What is shown is of the entry that is proved, and of no other.
    const [one, two] = [block(1), block(2)];
    const [entry, common] = [line(two, "entry"), line(two, "common")];
    for (const changed of [
      one.replace(line(one, "common"), common),
      one.replace(line(one, "entry"), `${entry}\n${common}\n${line(one, "entry")}`),
      block(2, 1).replace(line(one, "entry"), `${common}\n${line(one, "entry")}`),
      one.replace(`${line(one, "entry")}\n`, ""),
      one.replace(line(one, "common"), line(one, "part").replace("part", "common")),
      one.replace(line(one, "part"), line(one, "common").replace("common", "part")),
    ])
      expect(await check(shell, changed)).toMatchObject({
        code: 1,
        out: expect.stringContaining("entry 1: FAILED"),
      });
  },
);
