import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importCsv } from "./import-csv.ts";
import type { Imported } from "./import-problem.ts";

async function imported(...chunks: (string | Uint8Array)[]): Promise<Imported[]> {
  async function* stream() {
    yield* chunks;
  }
  return await Array.fromAsync(importCsv(stream()));
}

const problemsOf = (lines: readonly Imported[]) =>
  lines.flatMap(({ problems }) => problems.map(({ line, column, rule }) => [line, column, rule]));

const header =
  "kind,id,name,aliases,weak_aliases,birth_dates,documents,sex,nationalities,imo,mmsi,call_sign,flag";

test("persons, vessels and companies are read, in pieces of any length", async () => {
  const text = [
    `\uFEFF${header}`,
    'person,p1,"Tauhea, Sione",S. Tauhea;Sione T,Johnny,1980-05-07;1981,TO:L123;N9,m,to;FJI,,,,',
    "vessel,v1,Ocean Lantern,,,,,,,IMO 9074729,,,TO",
    "company,c1,Coral Gate Ltd,,,,,,,,,,",
  ].join("\r\n");
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, piece) =>
    bytes.slice(piece * 7, piece * 7 + 7),
  );
  const lines = await imported(...pieces);
  expect(problemsOf(lines)).toEqual([]);
  expect(lines.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(lines.map(({ entry }) => entry)).toEqual([
    {
      kind: "person",
      id: "p1",
      names: [
        { text: "Tauhea, Sione" },
        { text: "S. Tauhea" },
        { text: "Sione T" },
        { text: "Johnny", weak: true },
      ],
      birthDates: [{ year: 1980, month: 5, day: 7 }, { year: 1981 }],
      documents: [{ number: "L123", issuer: "TO" }, { number: "N9" }],
      sex: "M",
      nationalities: ["TO", "FJ"],
    },
    expect.objectContaining({ kind: "vessel", imo: "9074729", flag: "TO" }),
    expect.objectContaining({ kind: "company", registrationNumbers: [] }),
  ]);
});

test("a bad line is told by line, column and rule, without quoting it, and passed over", async () => {
  const lines = await imported(
    `${header}\n`,
    "person,p1,Sione,,,1980-13-01,,Q,XQ,,,,\n",
    "constructor,v1,Lantern,,,,,,,,,,\n",
    "vessel,v2,Lantern,,,,,,,9074728,12,,\n",
    "person,p2,Mele,,,,,,,,,,\n",
    "person,p2,Mele,,,,,,,,,,\n",
    "person,,,,,,,,,,,,\n",
    "person,p3,Mele,,,,,constructor,,,,,\n",
    "person,p4\n",
    "person,p5,Mele, of Vava'u,,,,,,,,,,\n",
    "person,p6,Mele,,,,,,,,,,\n",
  );
  expect(problemsOf(lines)).toEqual([
    [2, "birth_dates", "date"],
    [2, "sex", "sex"],
    [2, "nationalities", "country"],
    [3, "kind", "kind"],
    [4, "imo", "imo"],
    [4, "mmsi", "mmsi"],
    [6, "id", "same-id"],
    [7, "id", "required"],
    [7, "name", "required"],
    [8, "sex", "sex"],
    [9, "", "cell-count"],
    [10, "", "cell-count"],
  ]);
  expect(lines.flatMap(({ entry }) => entry?.id ?? [])).toEqual(["p2", "p6"]);
  expect(JSON.stringify(lines.flatMap(({ problems }) => problems))).not.toMatch(
    /Sione|Lantern|1980/,
  );
});

describe("nothing is read", () => {
  test("under a header without the columns that must be there, or with others", async () => {
    expect(problemsOf(await imported("kind,id,full name\nperson,p1,Sione\n"))).toEqual([
      [1, "column 3", "unknown-column"],
      [1, "name", "missing-column"],
    ]);
  });

  test("of a file with semicolons or in UTF-16, which a spreadsheet may have saved", async () => {
    expect(
      problemsOf(await imported(`${header.replaceAll(",", ";")}\nperson;p1;Tauhea, Sione\n`)),
    ).toEqual([[1, "", "semicolons"]]);
    const wide = new Uint8Array(Buffer.from(`${header}\n`, "utf16le"));
    expect(problemsOf(await imported(wide))).toEqual([[1, "", "encoding"]]);
  });

  test("after a line that is no CSV or too long", async () => {
    const good = `${header}\nperson,p1,Mele,,,,,,,,,,\n`;
    expect(problemsOf(await imported(`${header}\nperson,p1,"Mele\n`))).toMatchObject([
      [expect.any(Number), "", "open-quote"],
    ]);
    expect(problemsOf(await imported(`${header}\nperson,p1,Me"le\n`))).toEqual([
      [2, "", "quote-in-cell"],
    ]);
    expect(problemsOf(await imported(good, `person,p2,"${"x".repeat(1_000_001)}`))).toMatchObject([
      [expect.any(Number), "", "line-too-long"],
    ]);
  });
});

test("a stream that fails makes the import fail with it", async () => {
  async function* failing() {
    yield `${header}\n`;
    throw new Error("the disk is gone");
  }
  await expect(Array.fromAsync(importCsv(failing()))).rejects.toThrow("the disk is gone");
});

test("no text makes the import fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (chunks) => {
      for (const { line } of await imported(`${header}\n`, ...chunks)) {
        expect(line).toBeGreaterThan(0);
      }
    }),
  );
});
