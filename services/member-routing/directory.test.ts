import { randomBytes } from "node:crypto";
import {
  Category,
  DataPurpose,
  type DirectoryEntry,
  DirectoryService,
  OperationPhase,
  ParticipantType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { testMember } from "@talanoa/platform/testing/member.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const secretariat = testMember("OCO");
let hub: TestHub;
let routing: ServedService;
let secretary: string;

beforeAll(async () => {
  hub = await openTestHub();
  routing = await runRouting(hub);
  secretary = await tokenOf("OCO", "secretariat");
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

function tokenOf(participant: string, role: Role): Promise<string> {
  const principal = `${participant.toLowerCase()}-${role}`;
  return hub.token({ participant, principal, roles: [role] });
}

async function change(
  entry: Init<DirectoryEntry> | null,
  { revision = 0, token = secretary, reason = "test" } = {},
): Promise<number> {
  const request = { entry, revision, reason };
  return (await routing.call(DirectoryService.changeEntry, request, token)).revision;
}

async function list(token: string, type = "") {
  return (await routing.call(DirectoryService.listEntries, { type }, token)).entries;
}

test("on an empty directory the Secretariat makes the first entries, each with its record", async () => {
  const revision = await change(secretariat.participant, { reason: "founding" });
  const [message] = await hub.stored(subjects.directory("participant", "OCO"));
  expect(message?.sequence).toBe(revision);
  expect(recordOf(message!)).toMatchObject({
    participant: "OCO",
    principal: "oco-secretariat",
    facts: {
      directoryChanged: {
        type: "participant",
        id: "OCO",
        participant: "OCO",
        digest: Buffer.from(sha256(message!.payload)),
        reason: "founding",
      },
    },
  });
  for (const member of [fiji, tonga]) {
    await change(member.participant);
    await change(member.key);
  }
  await change({ group: { id: "BOATS", name: "Boats", members: [{ participant: "TO" }] } });
  await change({ principal: { id: "to-officer", participant: "TO" } });
  expect(await list(secretary)).toHaveLength(7);
});

describe("the directory", () => {
  test("shows to all the participants and keys, to each its own principals and groups' members", async () => {
    const tongan = await list(await tokenOf("TO", "liaison"));
    const fijian = await list(await tokenOf("FJ", "auditor"));
    const kinds = (entries: Awaited<ReturnType<typeof list>>) =>
      entries.map(({ entry }) => Object.keys(entry!).find((key) => key in entry!));
    expect(kinds(tongan).sort()).toEqual([
      "group",
      "key",
      "key",
      "participant",
      "participant",
      "participant",
      "principal",
    ]);
    expect(kinds(fijian)).not.toContain("principal");
    const group = (entries: typeof tongan) =>
      entries.find(({ entry }) => entry?.group)?.entry?.group;
    expect(group(tongan)?.members).toHaveLength(1);
    expect(group(fijian)).toMatchObject({ id: "BOATS", name: "Boats", members: [] });
  });

  test("is listed by type, with the revision to change it from", async () => {
    const keys = await list(await tokenOf("FJ", "publisher"), "key");
    expect(keys.map(({ entry }) => entry?.key?.participant).sort()).toEqual(["FJ", "TO"]);
    expect(keys.every(({ revision, changedAt }) => revision > 0 && changedAt > 0)).toBe(true);
    const refusal = await refusalOf(list(secretary, "keys"));
    expect(refusal.violations).toMatchObject([{ field: "type", reason: "directory-type" }]);
  });

  test.each([
    ["TO", "secretariat"],
    ["OCO", "auditor"],
    ["TO", "publisher"],
  ] as const)("is not changed by %s with the role %s", async (participant, role) => {
    const token = await tokenOf(participant, role);
    const refusal = await refusalOf(change(fiji.participant, { token }));
    expect(refusal.code).toBe(7);
    expect(refusal.violations).toMatchObject([{ reason: "secretariat" }]);
  });

  test("is changed from the revision that stands, and from no other", async () => {
    const standing = (await list(secretary, "participant")).find(
      ({ entry }) => entry?.participant?.id === "FJ",
    );
    const renamed = (name: string) => ({
      participant: { ...fiji.participant.participant, name },
    });
    const revision = await change(renamed("Fiji"), { revision: standing!.revision });
    expect(revision).toBeGreaterThan(standing!.revision);
    // The same change again, as after a lost answer, finds itself.
    expect(await change(renamed("Fiji"), { revision: standing!.revision })).toBe(revision);
    for (const stale of [0, standing!.revision]) {
      const refusal = await refusalOf(change(renamed("Viti"), { revision: stale }));
      expect(refusal.code).toBe(10);
      expect(refusal.violations).toMatchObject([{ field: "revision", reason: "revision-stands" }]);
      expect(refusal.message).toMatch(/list/);
    }
    const races = await Promise.allSettled(
      ["a", "b", "c"].map((name) => change(renamed(name), { revision })),
    );
    expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("has a change in the very next list, whichever instance is asked", async () => {
    await using other = await runRouting(hub);
    const entry = { group: { id: "PLANES", name: "Planes" } };
    const request = { entry, revision: 0, reason: "" };
    const { revision } = await other.call(DirectoryService.changeEntry, request, secretary);
    const { entries } = await other.call(
      DirectoryService.listEntries,
      { type: "group" },
      secretary,
    );
    expect(entries.map((each) => each.revision)).toContain(revision);
    // The first instance goes on from there, though it was not the one that was asked.
    await change({ group: { id: "PLANES", name: "Aircraft" } }, { revision });
  });

  test("is not shown to a principal who is suspended", async () => {
    await change({ principal: { id: "to-auditor", participant: "TO", suspended: true } });
    const refusal = await refusalOf(list(await tokenOf("TO", "auditor")));
    expect(refusal.violations).toMatchObject([{ reason: "principal-not-suspended" }]);
  });
});

const wrong: [string, Init<DirectoryEntry> | null, string, string][] = [
  ["an entry", null, "entry", "entry-known"],
  ["an entry that says what it is", {}, "entry", "entry-known"],
  [
    "a participant's code",
    { participant: { id: "fj.>", name: "x", type: ParticipantType.PARTNER, sponsor: "FJ" } },
    "participant.id",
    "participant-id",
  ],
  [
    "a participant's name",
    { participant: { id: "XX", type: ParticipantType.PARTNER, sponsor: "FJ" } },
    "participant.name",
    "name-required",
  ],
  [
    "a participant's type",
    { participant: { id: "XX", name: "x" } },
    "participant.type",
    "participant-type",
  ],
  [
    "one Secretariat",
    { participant: { id: "XX", name: "x", type: ParticipantType.SECRETARIAT } },
    "participant.type",
    "secretariat-one",
  ],
  [
    "a code that begins with a letter",
    { participant: { id: "3P", name: "x", type: ParticipantType.PARTNER, sponsor: "FJ" } },
    "participant.id",
    "participant-id",
  ],
  [
    "a Member's sub-region",
    { participant: { id: "XX", name: "x", type: ParticipantType.MEMBER } },
    "participant.sub_region",
    "sub-region-known",
  ],
  [
    "a partner's sponsor to be a Member",
    { participant: { id: "XX", name: "x", type: ParticipantType.PARTNER, sponsor: "OCO" } },
    "participant.sponsor",
    "sponsor-member",
  ],
  [
    "periods that end after they begin",
    {
      participant: {
        id: "XX",
        name: "x",
        type: ParticipantType.PARTNER,
        sponsor: "FJ",
        membership: [{ from: 5, until: 4 }],
      },
    },
    "participant.membership[0]",
    "period-order",
  ],
  [
    "time zones that there are",
    {
      participant: { id: "XX", name: "x", type: 3, sponsor: "FJ", timeZones: ["Pacific/Atlantis"] },
    },
    "participant.time_zones[0]",
    "time-zone-known",
  ],
  [
    "a position on Earth",
    { participant: { id: "XX", name: "x", type: 3, sponsor: "FJ", latitude: 91 } },
    "participant.latitude",
    "position-range",
  ],
  [
    "a position of numbers",
    { participant: { id: "XX", name: "x", type: 3, sponsor: "FJ", longitude: Number.NaN } },
    "participant.latitude",
    "position-range",
  ],
  [
    "32 bytes as a key",
    { key: { id: "0".repeat(32), participant: "FJ", publicKey: randomBytes(31) } },
    "key.public_key",
    "public-key",
  ],
  [
    "the id that a key derives",
    { key: { id: "0".repeat(32), participant: "FJ", publicKey: randomBytes(32) } },
    "key.id",
    "key-id",
  ],
  [
    "a participant whom the key is of",
    { key: { ...testMember("XX").key.key } },
    "key.participant",
    "participant-in-directory",
  ],
  [
    "a key to stay with its participant",
    { key: { ...fiji.key.key, participant: "TO" } },
    "key.participant",
    "key-participant",
  ],
  [
    "a key's validity in order",
    { key: { ...fiji.key.key, validity: { from: 2, until: 1 } } },
    "key.validity",
    "period-order",
  ],
  [
    "kinds that the hub knows",
    { key: { ...fiji.key.key, kinds: [9 as 1] } },
    "key.kinds[0]",
    "kind-known",
  ],
  ["a group's id", { group: { id: "boats", name: "x" } }, "group.id", "group-id"],
  [
    "members that are participants",
    { group: { id: "X", name: "x", members: [{ participant: "ZZ" }] } },
    "group.members[0].participant",
    "participant-in-directory",
  ],
  [
    "a member's periods not to overlap",
    {
      group: {
        id: "X",
        name: "x",
        members: [
          { participant: "TO", period: { from: 1, until: 10 } },
          { participant: "TO", period: { from: 9 } },
        ],
      },
    },
    "group.members[1]",
    "member-once",
  ],
  [
    "a principal's id",
    { principal: { id: "a b", participant: "TO" } },
    "principal.id",
    "principal-id",
  ],
  [
    "a principal to stay with its participant",
    { principal: { id: "to-officer", participant: "FJ" } },
    "principal.participant",
    "principal-participant",
  ],
];

test.each(wrong)("a change needs %s", async (_, entry, field, reason) => {
  const refusal = await refusalOf(change(entry));
  expect(refusal.code).toBe(3);
  expect(refusal.violations).toMatchObject([{ field, reason }]);
});

describe("an agreement", () => {
  test("is entered by the Secretariat and seen by it and the two parties, nobody else", async () => {
    const samoa = testMember("WS", "polynesia");
    await change(samoa.participant);
    const revision = await change(fiji.agreementWith("TO"));
    const [message] = await hub.stored(subjects.directory("agreement", "FJ-TO"));
    expect(message?.sequence).toBe(revision);
    expect(recordOf(message!).facts!.directoryChanged).toMatchObject({
      type: "agreement",
      participant: "",
      parties: ["FJ", "TO"],
    });
    for (const [participant, seen] of [
      ["OCO", 1],
      ["FJ", 1],
      ["TO", 1],
      ["WS", 0],
    ] as const) {
      const token = await tokenOf(participant, "liaison");
      expect(await list(token, "agreement")).toHaveLength(seen);
      const all = await list(token);
      expect(all.filter(({ entry }) => entry?.agreement)).toHaveLength(seen);
    }
    const refusal = await refusalOf(
      change(fiji.agreementWith("WS"), { token: await tokenOf("FJ", "publisher") }),
    );
    expect(refusal.violations).toMatchObject([{ reason: "secretariat" }]);
  });

  test.each<[string, Parameters<typeof fiji.agreementWith>[1], string, string]>([
    ["id", { id: "fj to" }, "agreement.id", "agreement-id"],
    ["party", { to: "XX" }, "agreement.to", "participant-in-directory"],
    ["other party", { to: "FJ" }, "agreement.to", "agreement-parties"],
    ["category", { categories: [Category.SOURCE] }, "agreement.categories", "agreement-categories"],
    ["data", { categories: [] }, "agreement.categories", "agreement-categories"],
    ["purpose", { purposes: [1, 1] }, "agreement.purposes", "agreement-purposes"],
    ["beginning", { period: null }, "agreement.period", "agreement-dated"],
    ["order", { period: { from: 5, until: 4 } }, "agreement.period", "period-order"],
    ["title", { title: " " }, "agreement.title", "name-required"],
  ])("with a wrong %s is refused with the field and the rule", async (_, changes, field, rule) => {
    const refusal = await refusalOf(change(fiji.agreementWith("TO", { id: "NEW", ...changes })));
    expect(refusal.violations).toMatchObject([{ field, reason: rule }]);
  });

  test("is ended by its period, and never given to other parties", async () => {
    const entry = fiji.agreementWith("TO", { id: "ENDING" });
    const revision = await change(entry);
    const others = tonga.agreementWith("FJ", { id: "ENDING" });
    const refusal = await refusalOf(change(others, { revision }));
    expect(refusal.violations).toMatchObject([{ reason: "agreement-parties-kept" }]);
    const ended = fiji.agreementWith("TO", { id: "ENDING", period: { from: 1, until: 9 } });
    expect(await change(ended, { revision })).toBeGreaterThan(revision);
  });
});

test("the directory shows participants and keys alone to who takes no part, and all again to who comes back", async () => {
  const samoa = testMember("WS", "polynesia").participant.participant;
  const period = { from: 1, until: 0 };
  const operation = {
    id: "WS-SEA",
    name: "Sea",
    coordinator: "WS",
    phase: OperationPhase.ACTION,
    startsAt: 1,
    objective: "Check yachts.",
    participants: [{ participant: "WS", period }],
  };
  const agreement = {
    id: "FJ-WS",
    from: "FJ",
    to: "WS",
    title: "Test",
    categories: [Category.PERSONAL],
    purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
    period,
  };
  let revision = await change({ participant: samoa });
  await change({ operation });
  await change({ agreement });
  await change({ principal: { id: "ws-officer", participant: "WS" } });
  const token = await tokenOf("WS", "liaison");
  const seen = async () => new Set((await list(token)).map(({ entry }) => entryName(entry!)!.type));
  const all = ["participant", "key", "group", "principal", "agreement", "operation"];
  expect(await seen()).toEqual(new Set(all));
  const ended = { ...samoa, membership: [{ from: 1, until: 2 }] };
  for (const out of [{ ...samoa, suspended: true }, ended]) {
    revision = await change({ participant: out }, { revision });
    expect(await seen()).toEqual(new Set(["participant", "key"]));
    expect(await list(token, "operation")).toEqual([]);
  }
  await change({ participant: samoa }, { revision });
  expect(await seen()).toEqual(new Set(all));
});
