import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getNotice } from "@talanoa/client/notices.ts";
import { runProgram } from "@talanoa/cli/program.ts";
import { personAt } from "@talanoa/cli/testing/person.ts";
import { keptTerminal } from "@talanoa/cli/testing/terminal.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Ended, type JsonLine, jsonLines } from "./support/cli.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 240_000 });

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  folder = await mkdtemp(join(tmpdir(), "talanoa-directory-"));
}, 180_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  if (folder) await rm(folder, { recursive: true });
});

const envOf = (name: string) => ({
  TALANOA_IDENTITIES: hub.stack.identitiesDir,
  TALANOA_AS: name,
});

/** A command as somebody gives it, where nobody can be asked. */
async function as(name: string, ...args: string[]): Promise<Ended> {
  const terminal = keptTerminal({ cwd: folder, home: folder, env: envOf(name) });
  const code = await runProgram(args, terminal, new AbortController().signal);
  return { code, ...terminal.written };
}

async function json(name: string, ...args: string[]): Promise<JsonLine[]> {
  const ended = await as(name, "--json", ...args);
  expect(ended).toMatchObject({ code: 0, err: "" });
  return jsonLines(ended.out);
}

const secretariat = (...args: string[]) => as("oco-secretariat", "directory", ...args);
const listed = (type: string) => json("oco-secretariat", "directory", type);
const written = (name: string, text: string) => writeFile(join(folder, name), text);

const signing = newSigningKey();
const newcomers = `
- key: ${signing.x}
  participant: XA
  from: 2026-01-01
- group: XRAY
  name: Newcomers
  members: [XA, to]
- participant: XP
  name: Partner police
  type: partner
  sponsor: XA
- principal: xa-officer-1
  participant: XA
  suspended: true
- agreement: XA-TO-2026
  from: XA
  to: TO
  data: [personal]
  purposes: [customs-enforcement]
  since: 2026-01-01
  until: 2027-12-31
  title: Personal data
- participant: XA
  name: Atoll
  sub_region: micronesia
  time_zones: [Pacific/Tarawa]
  membership: [{ from: 2026-01-01 }]
`;

test("a file of entries is looked at, entered in the order in which each can stand, and once", async () => {
  await written("newcomers.yaml", newcomers);
  const before = await listed("participants");
  const dry = await secretariat("add", "newcomers.yaml", "--dry-run");
  expect(dry).toMatchObject({ code: 0, err: expect.stringContaining("Nothing is changed.") });
  expect(dry.out).toMatch(/participant XA, new:\n( {2}.*\n)* {2}name +Atoll\n/);
  expect(dry.out).toMatch(/decisions? would have differed/);
  expect(dry.out).toContain("Not tried: it needs participant XA, which is added with it.");
  expect(await listed("participants")).toEqual(before);

  const unasked = await secretariat("add", "newcomers.yaml");
  expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
  expect(await listed("participants")).toEqual(before);

  const done = await json("oco-secretariat", "directory", "add", "newcomers.yaml", "--yes");
  expect(done.map(({ entry, change }) => [entry, change])).toEqual([
    ["participant XA", "add"],
    ["participant XP", "add"],
    [`key ${signing.kid}`, "add"],
    ["group XRAY", "add"],
    ["principal xa-officer-1", "add"],
    ["agreement XA-TO-2026", "add"],
  ]);
  for (const { revision } of done) expect(revision).toBeGreaterThan(0);
  expect(await listed("participants")).toContainEqual(
    expect.objectContaining({ id: "XA", name: "Atoll", type: "member", sub_region: "micronesia" }),
  );
  expect(await listed("keys")).toContainEqual(
    expect.objectContaining({ id: signing.kid, participant: "XA", public_key: signing.x }),
  );
  expect(await listed("groups")).toContainEqual(
    expect.objectContaining({
      id: "XRAY",
      members: [
        expect.objectContaining({ participant: "XA" }),
        expect.objectContaining({ participant: "TO" }),
      ],
    }),
  );
  expect(await listed("principals")).toContainEqual({
    id: "xa-officer-1",
    participant: "XA",
    suspended: true,
  });
  expect(await listed("agreements")).toContainEqual(
    expect.objectContaining({ id: "XA-TO-2026", until: "2028-01-01T00:00:00.000Z" }),
  );

  const again = await secretariat("add", "newcomers.yaml", "--yes");
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining("Nothing is changed.") });
  expect(again.out.match(/stands as it is written/g)).toHaveLength(6);
  await written("renamed.yaml", "participant: XA\nname: Another atoll\n");
  const otherwise = await secretariat("add", "renamed.yaml", "--yes");
  expect(otherwise.code).toBe(2);
  expect(otherwise.err).toContain("participant XA stands already, with another name");
  expect(otherwise.err).toContain("`talanoa directory change`");
});

test("a change is of what is given alone, and shows the decisions that it would have made otherwise", async () => {
  const draft = alertDraft({ marking: "TLP:AMBER", audience: { participants: ["WS"] } });
  await written("alert.json", JSON.stringify(draft));
  const [fate] = await json("fj-publisher", "publish", "alert.json");
  const [origin = "", id = ""] = String(fate!["notice"]).split("/");
  const samoa = await hub.as("ws-liaison");
  await vi.waitFor(() => getNotice(samoa, { origin, id, version: 1 }), 60_000);

  const suspend = ["change", "participant", "ws", "--suspended", "--reason", "test"];
  const dry = await secretariat(...suspend, "--dry-run");
  expect(dry.code).toBe(0);
  expect(dry.out).toMatch(/participant WS, changed:\n +suspended +true\n/);
  expect(dry.out).toMatch(/Of \d+ notices? since .*, [1-9]\d* decisions? would have differed/);
  expect(dry.out).toMatch(/WS +delivered by named-participant +withheld by/);
  const [entered] = await json("oco-secretariat", "directory", ...suspend, "--yes");
  expect(entered).toMatchObject({
    entry: "participant WS",
    change: "change",
    fields: [{ field: "suspended", before: "", after: "true" }],
  });
  expect(await as("ws-liaison", "list")).toMatchObject({ code: 4 });
  const resume = ["change", "participant", "WS", "--no-suspended", "--reason", "test", "--yes"];
  expect(await secretariat(...resume)).toMatchObject({ code: 0 });
  expect(await as("ws-liaison", "list")).toMatchObject({ code: 0 });

  const xray = async () => (await listed("groups")).find(({ id: its }) => its === "XRAY");
  const before = await xray();
  const leave = ["change", "group", "XRAY", "--members", "TO,VU", "--reason", "left", "--yes"];
  const left = await secretariat(...leave);
  expect(left).toMatchObject({ code: 0 });
  const after = await xray();
  const rows = after!["members"] as { participant: string; until: string | null }[];
  expect(rows.map(({ participant, until }) => [participant, until === null])).toEqual([
    ["XA", false],
    ["TO", true],
    ["VU", true],
  ]);
  expect(before!["name"]).toBe(after!["name"]);

  const unknown = ["change", "principal", "nobody", "--of", "FJ", "--reason", "x", "--yes"];
  expect(await secretariat(...unknown)).toMatchObject({
    code: 2,
    err: expect.stringContaining("the directory has no principal nobody"),
  });
  const wrong = ["change", "participant", "XA", "--sub-region", "atlantis", "--reason", "x"];
  expect(await secretariat(...wrong, "--yes")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/participant\.sub_region .*\(sub-region-known\)/),
  });
});

test("a person at a terminal is asked, and only a yes is one", async () => {
  const add = ["directory", "add", "group", "ASKED", "--name", "Asked", "--members", "FJ"];
  const asked = async (answer: string) => {
    const person = personAt({ env: envOf("oco-secretariat") });
    const ended = runProgram(add, person.terminal, new AbortController().signal);
    await person.answer([answer]);
    expect(await ended).toBe(0);
    return person.terminal.written;
  };
  const no = await asked("");
  expect(no.err).toContain("Make 1 change? [y/N]");
  expect(no.err).toContain("Nothing is changed.");
  expect((await listed("groups")).map(({ id }) => id)).not.toContain("ASKED");
  expect((await asked("y")).out).toContain("Added group ASKED, revision ");
  expect((await listed("groups")).map(({ id }) => id)).toContain("ASKED");
});

test("only the Secretariat may: by the identity, and by the hub where that says otherwise", async () => {
  const group = ["directory", "add", "group", "FORGED", "--name", "Forged", "--yes"];
  const refused = { code: 4, out: "", err: expect.stringContaining("only the Secretariat") };
  for (const name of ["fj-publisher", "oco-auditor"])
    expect(await as(name, ...group)).toMatchObject(refused);
  const identities = hub.stack.identitiesDir;
  const its = JSON.parse(await readFile(join(identities, "fj-liaison.json"), "utf8")) as object;
  const claimed = { ...its, name: "fj-claims", roles: ["secretariat"] };
  await writeFile(join(identities, "fj-claims.json"), JSON.stringify(claimed));
  expect(await as("fj-claims", ...group)).toMatchObject(refused);
  expect((await listed("groups")).map(({ id }) => id)).not.toContain("FORGED");
});

test("what stops half way says what stands, and the same command goes on from there", async () => {
  // The second names a time zone that there is not: the hub sees it when the first stands.
  const half = (zone: string) => `
- { participant: XB, name: Sponsor, sub_region: polynesia }
- { participant: XC, name: Partner, type: partner, sponsor: XB, time_zones: [${zone}] }
`;
  await written("half.yaml", half("Pacific/Nowhere"));
  const stopped = await secretariat("add", "half.yaml", "--yes");
  expect(stopped.code).toBe(1);
  expect(stopped.out).toContain("Added participant XB");
  expect(stopped.err).toContain("participant XC failed; 1 of 2 changes made before it stand.");
  expect(stopped.err).toContain("(time-zone-known)");
  await written("half.yaml", half("Pacific/Apia"));
  const done = await secretariat("add", "half.yaml", "--yes");
  expect(done).toMatchObject({ code: 0, err: "" });
  expect(done.out).toMatch(/participant XB: stands as it is written\n/);
  expect(done.out).toContain("Added participant XC");
});
