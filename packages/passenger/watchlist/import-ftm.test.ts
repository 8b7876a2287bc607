import fc from "fast-check";
import { expect, test } from "vitest";
import { importFtm } from "./import-ftm.ts";
import type { Imported } from "./import-problem.ts";

async function imported(...chunks: (string | Uint8Array)[]): Promise<Imported[]> {
  async function* stream() {
    yield* chunks;
  }
  return await Array.fromAsync(importFtm(stream()));
}

const line = (id: string, schema: string, properties: unknown) =>
  `${JSON.stringify({ id, schema, properties })}\n`;

const problemsOf = (lines: readonly Imported[]) =>
  lines.flatMap(({ problems }) => problems.map(({ line, column, rule }) => [line, column, rule]));

test("persons, vessels and companies are read, in pieces of any length; others are passed over", async () => {
  const text = [
    line("p1", "Person", {
      name: ["Sālote Tauhea"],
      alias: ["Charlotte T"],
      weakAlias: ["Lottie"],
      birthDate: ["1980-05", "1981"],
      gender: ["female"],
      nationality: ["to", "suhh"],
      passportNumber: ["L123456"],
    }),
    line("a1", "Address", { full: ["Nukuʻalofa"] }),
    line("v1", "Vessel", { name: ["Ocean Lantern"], imoNumber: ["IMO9074729"], flag: ["to"] }),
    line("c1", "Company", { name: ["Coral Gate Ltd"], jurisdiction: ["fj"] }),
  ].join("");
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 5) }, (_, piece) =>
    bytes.slice(piece * 5, piece * 5 + 5),
  );
  const lines = await imported(...pieces);
  expect(problemsOf(lines)).toEqual([]);
  expect(lines.map(({ line }) => line)).toEqual([1, 3, 4]);
  expect(lines.map(({ entry }) => entry)).toEqual([
    {
      kind: "person",
      id: "p1",
      names: [{ text: "Sālote Tauhea" }, { text: "Charlotte T" }, { text: "Lottie", weak: true }],
      birthDates: [{ year: 1980, month: 5 }, { year: 1981 }],
      documents: [{ number: "L123456" }],
      sex: "F",
      nationalities: ["TO"],
    },
    expect.objectContaining({ kind: "vessel", imo: "9074729", flag: "TO" }),
    expect.objectContaining({ kind: "company", countries: ["FJ"] }),
  ]);
});

test("an entry comes without what is wrong in it, which is told", async () => {
  const lines = await imported(line("v1", "Vessel", { name: ["Lantern"], imoNumber: ["9074728"] }));
  expect(lines).toMatchObject([
    { entry: { id: "v1", imo: undefined }, problems: [{ rule: "imo" }] },
  ]);
});

test("a line that gives no entry is told and passed over", async () => {
  const lines = await imported(
    "{\n",
    '{"id":1,"schema":"Person","properties":{}}\n',
    line("p1", "Person", { name: "Mele" }),
    line("p2", "Person", { alias: [] }),
    line("p3", "Person", { name: ["Mele"] }),
    line("p3", "Person", { name: ["Mele"] }),
    `${"x".repeat(1_000_001)}\n`,
    "\n",
    line("p4", "Person", { name: ["Sione"] }),
  );
  expect(problemsOf(lines)).toEqual([
    [1, "", "unreadable-line"],
    [2, "", "unreadable-line"],
    [3, "properties", "text"],
    [4, "name", "required"],
    [6, "id", "same-id"],
    [7, "", "line-too-long"],
  ]);
  expect(lines.flatMap(({ entry }) => entry?.id ?? [])).toEqual(["p3", "p4"]);
});

test("no text makes the import fail", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.json())),
      async (texts) => {
        for (const { problems } of await imported(texts.join("\n")))
          expect(problems).not.toEqual([]);
      },
    ),
  );
});
