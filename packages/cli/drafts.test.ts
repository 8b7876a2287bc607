import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDrafts } from "./drafts.ts";
import { keptTerminal } from "./testing/terminal.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "talanoa-drafts-"));
});
afterEach(() => rm(cwd, { recursive: true }));

async function read(file: string, text: string) {
  const terminal = keptTerminal(file === "-" ? { cwd, typed: text } : { cwd });
  if (file !== "-") await writeFile(join(cwd, file), text);
  const { form, count, drafts } = await openDrafts(file, terminal, new AbortController().signal);
  return { form, count, drafts: await Array.fromAsync(drafts) };
}

test("a template read from a file or from standard input is a draft", async () => {
  for (const file of ["alert.yaml", "-"]) {
    const { form, drafts } = await read(file, template(1));
    expect(form).toBe("one");
    expect(parseDraft(drafts[0]!.draft)).toMatchObject({ kind: "alert", type: "seizure" });
  }
});

test.each([
  ["one.json", '{"title":"a"}', "one", ["a"]],
  ["list.json", '[{"title":"a"},{"title":"b"}]', "list", ["a", "b"]],
  ["list.yaml", "- title: a\n- title: b\n", "list", ["a", "b"]],
  ["documents.yaml", "title: a\n---\ntitle: b\n", "list", ["a", "b"]],
  ["lines.jsonl", '{"title":"a"}\n\n{"title":"b"}\n', "lines", ["a", "b"]],
  ["-", '{"title":"a"}\n{"title":"b"}\n', "lines", ["a", "b"]],
  ["-", '[{"title":"a"},\n{"title":"b"}]', "list", ["a", "b"]],
  ["-", '{\n"title":"a"\n}\n', "one", ["a"]],
  ["-", "\n\ntitle: a\n", "one", ["a"]],
])("%s with %j is read as %s", async (file, text, form, titles) => {
  const source = await read(file, text);
  expect(source.form).toBe(form);
  expect(source.drafts.map(({ draft }) => (draft as { title: string }).title)).toEqual(titles);
});

test("the number of lines is known of a file, not of a stream", async () => {
  const text = '{"a":1}\n\n{"a":2}\n';
  expect((await read("x.jsonl", text)).count).toBe(2);
  expect((await read("-", text)).count).toBeNull();
});

test("a line that is no object is told by its number, and the rest go on", async () => {
  const { drafts } = await read("x.jsonl", '{"a":1}\noops\n{"a":2}\n');
  expect(drafts.map(({ place, unreadable }) => [place, unreadable])).toEqual([
    ["line 1", undefined],
    ["line 2", "this line is not a JSON object"],
    ["line 3", undefined],
  ]);
});

test("a file that cannot be read as YAML says where", async () => {
  await expect(read("x.yaml", 'a: "open\nb: 1\n')).rejects.toThrow(
    /x\.yaml is not YAML: .*line \d/,
  );
  await expect(read("x.json", '{"a": }')).rejects.toThrow("x.json is not JSON");
  await expect(read("x.yaml", "")).rejects.toThrow("no notice");
});

test("an image is read from beside its draft, and stays out of what is sent by name", async () => {
  await writeFile(join(cwd, "wall.png"), Buffer.from([1, 2, 3]));
  const { drafts } = await read("x.yaml", "images: [{ file: wall.png, caption: The wall }]\n");
  expect(drafts[0]!.draft).toEqual({
    images: [{ content: Buffer.from([1, 2, 3]), caption: "The wall" }],
  });
  await expect(read("y.yaml", "images: [{ file: none.png }]\n")).rejects.toThrow(
    "none.png cannot be read",
  );
});
