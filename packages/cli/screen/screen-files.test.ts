import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import * as samples from "@talanoa/passenger/testing/samples.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

const list = samples.paxlst([...samples.flight, ...samples.passenger, "CNT+42:1"]);
const push = samples.pnrgov([...samples.push, ...samples.booking]);
/** The same list in two transmissions: a part with each of two passengers. */
const parts = ["1:C", "2:F"].map((transfer) =>
  samples
    .paxlst([...samples.flight, ...samples.passenger])
    .replace("+ZZ410/260311'", `+ZZ410/260311+${transfer}'`),
);

const profile = (expression: string): string => `
id: on-card
title: Paid by card
expression: ${expression}
reasons: [payment]
examples:
  - { title: By card, hits: true, facts: { payments: [{ method: card }] } }
  - { title: In cash, hits: false, facts: { payments: [{ method: cash }] } }
`;

/** The head of an archive that has one file, and the file. */
function tarOf(text: string): Buffer {
  const head = Buffer.alloc(512);
  head.write("list.edi");
  head.write("ustar  \0", 257, "latin1");
  return Buffer.concat([head, Buffer.from(text)]);
}

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "talanoa-screen-"));
  await mkdir(join(cwd, "inbox", "deeper"), { recursive: true });
  const files = {
    "list.edi": list,
    "list.edi.gz": gzipSync(list),
    "list.edi.zst": zstdCompressSync(list),
    "cut.gz": gzipSync(list).subarray(0, 80),
    "list.zip": Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(40), Buffer.from(list)]),
    "list.tar.gz": gzipSync(tarOf(list)),
    "noise.txt": "no message at all",
    "list.csv":
      "kind,id,name,birth_dates\nperson,W1,Sione TAUFA,1984\nperson,W2,Mele Taufa,30.2.1990\n",
    "others.csv":
      "kind,id,name,birth_dates\nperson,W1,Ana Vea,1984\nperson,W2,Mele Taufa,12/08/1998\nboat,W3,Reef,\n",
    "list.json": JSON.stringify({
      id: "ftm-1",
      schema: "Person",
      properties: {
        name: ["Taufa, Sione"],
        birthDate: ["1984-02-29"],
        passportNumber: ["T0011223"],
      },
    }),
    "ships.csv":
      "kind,id,name,imo,registration_numbers\nvessel,V1,MV Ocean Lantern,9074729,\ncompany,C1,YY Travel Ltd,,IATA 12345678\n",
    "voyage.edi": list.replace(
      "TDT+20+ZZ0410+++ZZ",
      "TDT+20+V041+1++ZZL:::ZZ LINES+++9074729:146:11:BLUE REEF:TON",
    ),
    "on-card.yaml": profile("payments.exists(p, p.method == 'card')"),
    "wrong.yaml": profile("payments.exists(p, p.colour == 'card')"),
    "inbox/b.edi": push,
    "inbox/deeper/a.edi": list,
    "inbox/.hidden": list,
    "part-1.edi": parts[0]!,
    "part-2.edi": parts[1]!,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(cwd, name), content);
});
afterAll(() => rm(cwd, { recursive: true }));

async function screen(args: readonly string[], typed = "") {
  const terminal = keptTerminal({ cwd, home: cwd, typed });
  const code = await runProgram(["screen", ...args], terminal, new AbortController().signal);
  return { code, ...terminal.written };
}

async function screenJson(args: readonly string[], typed = "") {
  const { out } = await screen([...args, "--json"], typed);
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("a list is shown with its flight and travellers, and without a hub", async () => {
  const { code, out, err } = await screen(["list.edi"]);
  expect(code).toBe(0);
  expect(out).toContain("PAXLST:D:05B:UN:IATA  new  ZZ0410 AKL-NAN 2026-03-11T13:30  1 traveller");
  expect(out).toMatch(/TAUFA, SIONE VILI +M +1984-02-29 +TON +P T0011223 +AKL-NAN +passenger/);
  expect(err).toBe("1 message, 1 traveller\n");
});

test("a flight and a route steer no terminal, whatever a file calls them", async () => {
  const steered = list
    .replace("LOC+125+AKL", "LOC+125+A\u202e")
    .replace("+20+ZZ0410", "+20+Z\u202e7");
  const { out } = await screen(["-"], steered);
  expect(out).toContain("-NAN");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a push gives each field by its name", async () => {
  const [message, ...more] = await screenJson(["inbox/b.edi"]);
  expect(more).toEqual([]);
  expect(message).toMatchObject({
    file: "inbox/b.edi",
    kind: "pnrgov",
    type: "PNRGOV:13:1:IA",
    version: "13.1",
    complete: true,
    flights: [{ carrier: "ZZ", number: "410", legs: [{ from: "AKL", to: "NAN" }] }],
    issues: [],
  });
  expect(message.travellers).toMatchObject([
    {
      surname: "TAUFA",
      given_names: "SIONE",
      titles: ["MR"],
      name_as_sent: { surname: "TAUFA", given: "SIONEMR" },
      sex: "M",
      date_of_birth: "1984-02-29",
      nationality: "TON",
      documents: [{ type: "P", number: "T0011223", issuer: "TON" }, { type: "V" }],
      legs: [{ from: "AKL", to: "NAN", departure: "2026-03-11T13:30" }],
    },
  ]);
  expect(JSON.stringify(message)).not.toContain("4111111111111111");
});

test("packed files and standard input give what the plain file gives", async () => {
  const [plain] = await screenJson(["list.edi"]);
  const packed = await screenJson(["list.edi.gz", "list.edi.zst"]);
  expect(packed.map((message) => ({ ...message, file: "list.edi" }))).toEqual([plain, plain]);
  expect(await screenJson(["-"], list)).toEqual([{ ...plain, file: "-" }]);
});

test("a folder is read with its folders, but for what is hidden", async () => {
  const messages = await screenJson(["inbox"]);
  expect(messages.map(({ file }) => file)).toEqual(["inbox/b.edi", "inbox/deeper/a.edi"]);
});

test("parts of a message are joined across files, in whatever order", async () => {
  const joined = await screenJson(["part-2.edi", "part-1.edi"]);
  expect(joined).toMatchObject([{ files: ["part-2.edi", "part-1.edi"], complete: true }]);
  expect(joined[0].travellers).toHaveLength(2);
});

test("a part without the others is shown with what it has, and is an error", async () => {
  const { code, out } = await screen(["part-1.edi"]);
  expect(code).toBe(2);
  expect(out).toMatch(/INCOMPLETE[^]*TAUFA[^]*Parts of the message did not come/);
});

test("the same part in two files is not joined: each file is shown for itself", async () => {
  await writeFile(join(cwd, "part-1-again.edi"), parts[0]!);
  const messages = await screenJson(["part-1.edi", "part-1-again.edi"]);
  expect(messages.map(({ file, complete }) => [file, complete])).toEqual([
    ["part-1.edi", false],
    ["part-1-again.edi", false],
  ]);
});

test("a file that cannot be read costs the others nothing", async () => {
  const { code, out, err } = await screen(["cut.gz", "list.zip", "inbox/b.edi"]);
  expect(code).toBe(2);
  expect(out).toContain("TAUFA, SIONE");
  expect(err).toContain("; 2 files refused\n");
});

test.each([
  ["noise.txt", 2, /no interchange|not an EDIFACT interchange/i],
  ["nowhere.edi", 2, /there is no file .*nowhere\.edi/],
  ["cut.gz", 2, /cut\.gz cannot be unpacked: it is damaged/],
  ["list.zip", 2, /^list\.zip is packed by zip: unpack it first\n.*1 file refused/],
  ["list.tar.gz", 2, /^list\.tar\.gz is packed by tar: unpack it first\n.*1 file refused/],
])("%s ends with %i and says what is wrong", async (file, code, says) => {
  const ended = await screen([file]);
  expect(ended.code).toBe(code);
  expect(ended.out + ended.err).toMatch(says);
});

test("who is on a list, or found by a profile, is said with the evidence, and the status tells", async () => {
  const args = ["inbox/b.edi", "--watchlist", "list.csv", "--watchlist", "list.json"];
  const { code, out, err } = await screen([...args, "--profiles", "on-card.yaml"]);
  expect(code).toBe(10);
  expect(out).toMatch(/hit {2}TAUFA, SIONE: list\.csv, W1: Sione TAUFA, grade [BC]/);
  expect(out).toMatch(/hit {2}TAUFA, SIONE: list\.json, ftm-1: .* grade A .*document agrees/);
  expect(out).toContain("hit  TAUFA, SIONE: profile on-card: payment");
  // A line that cannot be read is named, and not quoted.
  expect(err).toMatch(/list\.csv, line 3, birth_dates: /);
  expect(err).not.toContain("Mele");
  expect(err).toContain("1 traveller with hits; of list.csv 1 line left out\n");
  const [message] = await screenJson([...args, "--profiles", "on-card.yaml"]);
  expect(message.hits).toMatchObject([
    { traveller: 0, profile: "on-card", reasons: ["payment"] },
    { traveller: 0, watchlist: "list.csv", entry: "W1" },
    { traveller: 0, watchlist: "list.json", entry: "ftm-1", grade: "A" },
  ]);
});

test("lines of a list that were left out are counted, and the status tells", async () => {
  const { code, err } = await screen(["list.edi", "--watchlist", "others.csv"]);
  expect(code).toBe(2);
  expect(err).toMatch(/\n1 message, 1 traveller; of others\.csv 2 lines left out\n$/);
});

test("a profile to which a message does not tell what it asks for is said, with what that is", async () => {
  const args = ["list.edi", "--profiles", "on-card.yaml"];
  const { code, out } = await screen(args);
  expect(code).toBe(0);
  expect(out).toContain("profile on-card could not say of 1 traveller: not told is payments\n");
  const unsaid = [{ profile: "on-card", travellers: 1, fields: ["payments"] }];
  expect(await screenJson(args)).toMatchObject([{ hits: [], unsaid }]);
  expect(await screenJson(["inbox/b.edi", ...args.slice(1)])).toMatchObject([{ unsaid: [] }]);
});

test("vessels and companies that a message names are compared with lists too", async () => {
  const args = ["voyage.edi", "inbox/b.edi", "--watchlist", "ships.csv"];
  const { code, out, err } = await screen(args);
  expect(code).toBe(10);
  expect(out).toMatch(
    /hit {2}all on board: vessel BLUE REEF: ships\.csv, V1: .* grade [AB] .*imo agrees/,
  );
  expect(out).toMatch(/hit {2}TAUFA, SIONE: agency IATA 12345678: ships\.csv, C1: YY Travel Ltd/);
  expect(err).toContain("1 traveller with hits; 1 journey with hits");
  const [voyage, push] = await screenJson(args);
  expect(voyage.flights).toMatchObject([{ vessel: { imo: "9074729", name: "BLUE REEF" } }]);
  expect(voyage.hits).toMatchObject([
    { traveller: null, entry: "V1", entry_kind: "vessel", named_as: "vessel", named: "BLUE REEF" },
  ]);
  expect(push.hits).toMatchObject([
    { traveller: 0, entry: "C1", entry_kind: "company", named_as: "agency" },
  ]);
});

test("a profile that asks for what there is not is refused, with the place", async () => {
  const { code, err } = await screen(["list.edi", "--profiles", "wrong.yaml"]);
  expect(code).toBe(2);
  expect(err).toMatch(/wrong\.yaml: expression, line 1, column \d+: .*colour/);
});
