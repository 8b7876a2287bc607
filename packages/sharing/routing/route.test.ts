import {
  type Audience,
  Audience as AudienceMessage,
  Category,
  DataPurpose,
  DirectoryEntry,
  Kind,
  NoticeHeader,
  ParticipantType,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DirectoryHistory } from "../directory/directory.ts";
import { type Holding, holdersOf } from "./earlier-readers.ts";
import { route } from "./route.ts";
import { ruleSentences } from "./rules.ts";

const NOW = Date.UTC(2026, 2, 14);
const KEY = "0123456789abcdef0123456789abcdef";
const members = { FJ: "melanesia", VU: "melanesia", TO: "polynesia", WS: "polynesia", NZ: "other" };
const { MEMBER, PARTNER, SECRETARIAT } = ParticipantType;

const standard: Init<DirectoryEntry>[] = [
  ...Object.entries(members).map(([id, subRegion]) => ({
    participant: { id, subRegion, type: MEMBER },
  })),
  { participant: { id: "OCO", type: SECRETARIAT } },
  { participant: { id: "PARTNER", type: PARTNER } },
  { key: { id: KEY, participant: "FJ" } },
  {
    group: {
      id: "YACHTS",
      members: [{ participant: "NZ" }, { participant: "WS", period: { from: 0, until: NOW - 1 } }],
    },
  },
];

function directoryOf(entries: readonly Init<DirectoryEntry>[]) {
  const history = new DirectoryHistory();
  for (const [i, entry] of entries.entries()) {
    const read = DirectoryEntry.decode(DirectoryEntry.encode(entry));
    history.apply({ entry: read, sequence: i + 1, storedAt: 0 });
  }
  return history.latest();
}

/** Sections as most notices have them: the routing section, the summary, persons. */
const sections = [
  { place: 2, type: SectionType.ROUTING, category: Category.GENERAL },
  { place: 5, type: SectionType.SUMMARY, category: Category.GENERAL },
  { place: 7, type: SectionType.PERSONS, category: Category.PERSONAL },
];

function decide(
  audience: Init<Audience>,
  tlp: Tlp = Tlp.GREEN,
  extra: readonly Init<DirectoryEntry>[] = [],
  earlierReaders?: ReadonlyMap<string, Holding>,
) {
  const header = NoticeHeader.decode(NoticeHeader.encode({ origin: "FJ", kind: Kind.ALERT, tlp }));
  const notice = {
    header,
    keyId: KEY,
    audience: AudienceMessage.decode(AudienceMessage.encode(audience)),
    sections,
    acceptedAt: NOW,
    ...(earlierReaders && { earlierReaders }),
  };
  const decisions = route(notice, directoryOf([...standard, ...extra]));
  return {
    all: decisions,
    delivered: decisions.filter(({ deliver }) => deliver).map(({ participant }) => participant),
    of: (id: string) => decisions.find(({ participant }) => participant === id),
  };
}

describe("who gets a notice", () => {
  test("all Members, but neither the Secretariat nor a partner", () => {
    const { delivered, of } = decide({ allMembers: true });
    expect(delivered).toEqual(["FJ", "NZ", "TO", "VU", "WS"]);
    expect(of("OCO")?.rule).toBe("not-addressed");
    expect(of("FJ")?.rule).toBe("originator");
    expect(of("TO")?.rule).toBe("all-members");
  });

  test("the Members of a sub-region, and the originator itself", () => {
    expect(decide({ subRegions: ["polynesia"] }).delivered).toEqual(["FJ", "TO", "WS"]);
  });

  test("who was in the group when the notice was accepted", () => {
    const { delivered, of } = decide({ groups: ["YACHTS"] });
    expect(delivered).toEqual(["FJ", "NZ"]);
    expect(of("WS")?.rule).toBe("not-addressed");
  });

  test("a participant that is named, the Secretariat too, but no partner", () => {
    const { delivered, of } = decide({ participants: ["OCO", "PARTNER", "NOWHERE"] });
    expect(delivered).toEqual(["FJ", "OCO"]);
    expect(of("PARTNER")?.rule).toBe("partner-apart");
  });

  test("nobody, not even the originator, when the key was not valid there", () => {
    const late = { key: { id: KEY, participant: "FJ", validity: { from: 0, until: NOW } } };
    const { delivered, of } = decide({ allMembers: true }, Tlp.GREEN, [late]);
    expect(delivered).toEqual([]);
    expect(of("TO")?.rule).toBe("invalid-key");
  });

  test("no Member that has left or is suspended", () => {
    const left = { from: 0, until: NOW };
    const gone = { participant: { id: "TO", type: MEMBER, membership: [left] } };
    const suspended = { participant: { id: "WS", type: MEMBER, suspended: true } };
    const { delivered, of } = decide({ allMembers: true }, Tlp.GREEN, [gone, suspended]);
    expect(delivered).toEqual(["FJ", "NZ", "VU"]);
    expect(of("TO")?.rule).toBe("not-taking-part");
  });
});

describe("what the marking forbids", () => {
  test("TLP:RED goes to those named alone, whatever else admits them", () => {
    const audience = { subRegions: ["polynesia"], groups: ["YACHTS"], participants: ["VU"] };
    const { delivered, of } = decide(audience, Tlp.RED);
    expect(delivered).toEqual(["FJ", "VU"]);
    expect(of("TO")?.rule).toBe("tlp-red");
  });

  test("a TLP:RED notice to one officer and a group stays with the officer", () => {
    const audience = {
      groups: ["YACHTS"],
      officers: [{ participant: "NZ", principal: "nz-liaison" }],
    };
    expect(decide(audience, Tlp.RED).of("NZ")).toMatchObject({
      deliver: true,
      rule: "named-officer",
      officers: ["nz-liaison"],
    });
  });

  test.each([Tlp.AMBER, Tlp.AMBER_STRICT])("label %s does not go to all Members", (tlp) => {
    const { delivered, of } = decide({ allMembers: true, subRegions: ["polynesia"] }, tlp);
    expect(delivered).toEqual(["FJ", "TO", "WS"]);
    expect(of("NZ")?.rule).toBe("tlp-amber");
  });
});

describe("which sections", () => {
  test("the routing section and personal data are left out, each by its rule", () => {
    expect(decide({ subRegions: ["polynesia"] }).of("TO")?.withheld).toEqual([
      { section: 2, rule: "routing-section" },
      { section: 7, rule: "no-agreement" },
    ]);
  });

  test("personal data goes where an agreement says so, and the decision names the agreement as it stood", () => {
    const agreement = (id: string, to: string, changes = {}) => ({
      agreement: {
        id,
        from: "FJ",
        to,
        categories: [Category.PERSONAL],
        purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
        period: { from: 1, until: NOW + 1 },
        ...changes,
      },
    });
    const { of } = decide({ subRegions: ["polynesia"], participants: ["NZ", "VU"] }, Tlp.GREEN, [
      agreement("FJ-TO-1", "TO"),
      agreement("FJ-WS-1", "WS", { period: { from: 1, until: NOW } }),
      agreement("FJ-VU-1", "VU", { categories: [Category.PASSENGER] }),
      agreement("FJ-NZ-1", "NZ", { purposes: [DataPurpose.BORDER_SECURITY] }),
    ]);
    expect(of("TO")?.withheld).toEqual([{ section: 2, rule: "routing-section" }]);
    expect(of("TO")?.agreements).toEqual([{ id: "FJ-TO-1", revision: standard.length + 1 }]);
    for (const other of ["WS", "VU", "NZ"]) {
      expect(of(other)?.withheld.map(({ rule }) => rule)).toEqual([
        "routing-section",
        "no-agreement",
      ]);
      expect(of(other)?.agreements).toEqual([]);
    }
    expect(of("FJ")?.withheld).toEqual([]);
  });
});

const anyAudience = fc.record({
  allMembers: fc.boolean(),
  subRegions: fc.subarray(["polynesia", "melanesia", "other"]),
  participants: fc.subarray(["FJ", "TO", "OCO", "PARTNER", "VU"]),
  groups: fc.subarray(["YACHTS", "NONE"]),
  officers: fc.subarray([
    { participant: "TO", principal: "a" },
    { participant: "WS", principal: "b" },
  ]),
});

describe("whatever the audience", () => {
  const labels = fc.constantFrom(Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED);

  test("everyone has one decision with a known rule, and the same again", () => {
    fc.assert(
      fc.property(anyAudience, labels, (audience, tlp) => {
        const { all, of } = decide(audience, tlp);
        expect(all).toEqual(decide(audience, tlp).all);
        expect(all).toHaveLength(Object.keys(members).length + 2);
        for (const { rule } of all) expect(ruleSentences[rule]).toBeDefined();
        expect(of("FJ")?.deliver).toBe(true);
        expect(of("PARTNER")?.deliver).toBe(false);
      }),
    );
  });

  test("naming fewer never lets anyone in, and a stricter label neither", () => {
    fc.assert(
      fc.property(anyAudience, (audience) => {
        const green = new Set(decide(audience).delivered);
        const amber = new Set(decide(audience, Tlp.AMBER).delivered);
        const red = new Set(decide(audience, Tlp.RED).delivered);
        expect(red.isSubsetOf(amber)).toBe(true);
        expect(amber.isSubsetOf(green)).toBe(true);
        const fewer = { ...audience, allMembers: false, groups: [] };
        expect(new Set(decide(fewer).delivered).isSubsetOf(green)).toBe(true);
      }),
    );
  });
});

describe("who gets a correction", () => {
  const whole = (rule: string): Holding => ({ rule, officers: [] });

  test("those who hold the version before, whatever audience it names", () => {
    const held = new Map([
      ["FJ", whole("originator")],
      ["TO", whole("sub-region")],
    ]);
    const { delivered, of } = decide({ allMembers: true }, Tlp.GREEN, [], held);
    expect(delivered).toEqual(["FJ", "TO"]);
    expect(of("TO")?.rule).toBe("earlier-reader");
    expect(of("WS")?.rule).toBe("not-addressed");
  });

  test("as they got the version before: TLP:RED for those named, personal data by agreement, and officers alone", () => {
    const held = new Map<string, Holding>([
      ["TO", whole("named-participant")],
      ["WS", whole("group-member")],
      ["VU", { rule: "named-officer", officers: ["vu-chief"] }],
    ]);
    const red = decide({ participants: ["TO"] }, Tlp.RED, [], held);
    expect(red.delivered).toEqual(["FJ", "TO", "VU"]);
    expect(red.of("WS")?.rule).toBe("tlp-red");
    expect(red.of("VU")?.officers).toEqual(["vu-chief"]);
    const agreement = {
      id: "FJ-TO",
      from: "FJ",
      to: "TO",
      categories: [Category.PERSONAL],
      purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
    };
    const amber = decide({ participants: ["TO"] }, Tlp.AMBER, [{ agreement }], held);
    expect(amber.of("TO")?.withheld.map(({ rule }) => rule)).toEqual(["routing-section"]);
    expect(amber.of("WS")?.withheld.map(({ rule }) => rule)).toEqual([
      "routing-section",
      "no-agreement",
    ]);
  });

  test("of which it was granted some sections, in these alone", () => {
    const decided = (participant: string, granted?: SectionType[]) => ({
      participant,
      deliver: true,
      rule: "consent",
      officers: [],
      ...(granted && { granted }),
    });
    const places = [SectionType.PLACES];
    const held = holdersOf(
      [
        { version: 1, decisions: [decided("TO", places), decided("WS", places), decided("WS")] },
        { version: 2, decisions: [{ ...decided("TO"), rule: "earlier-reader" }, decided("WS")] },
      ],
      2,
    );
    const { of } = decide({ participants: ["TO"] }, Tlp.GREEN, [], held);
    expect(of("TO")?.withheld).toContainEqual({ section: 7, rule: "not-granted" });
    expect(of("WS")?.withheld.map(({ rule }) => rule)).not.toContain("not-granted");
  });

  test("of which it was granted some sections and some officers have all, in the granted ones alone", () => {
    const decision = { participant: "TO", deliver: true, rule: "consent" };
    const places = [SectionType.PLACES];
    const decisions = [
      { ...decision, rule: "named-officer", officers: ["a"] },
      { ...decision, officers: [], granted: places },
    ];
    const its = { officers: [], granted: places };
    expect(holdersOf([{ version: 1, decisions }], 1).get("TO")).toMatchObject(its);
    const other = [{ version: 1, decisions: decisions.toReversed() }];
    expect(holdersOf(other, 1).get("TO")).toMatchObject(its);
  });

  const anyHolding = fc.record({
    rule: fc.constantFrom("named-participant", "group-member", "all-members", "sub-region"),
    officers: fc.constant<string[]>([]),
  });
  const anyHolders = fc
    .dictionary(fc.constantFrom(...Object.keys(members)), anyHolding)
    .map((held) => new Map(Object.entries(held)));

  test("nobody but the originator and those readers, for any audience and marking", () => {
    fc.assert(
      fc.property(
        anyHolders,
        fc.constantFrom(...Object.values(Tlp)),
        fc.subarray(Object.keys(members)),
        (held, tlp, participants) => {
          const { delivered } = decide({ allMembers: true, participants }, tlp, [], held);
          for (const each of delivered) expect(each === "FJ" || held.has(each)).toBe(true);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test("is traced to the rule that gave the first version, over corrections of corrections", () => {
    const by = (participant: string, rule: string, officers: string[] = []) => ({
      participant,
      deliver: true,
      rule,
      officers,
    });
    const decided = [
      { version: 2, decisions: [by("TO", "earlier-reader"), by("WS", "earlier-reader")] },
      { version: 1, decisions: [by("TO", "named-participant")] },
      { version: 1, decisions: [by("WS", "consent"), { ...by("VU", "tlp-red"), deliver: false }] },
      { version: 3, decisions: [by("TO", "earlier-reader")] },
    ];
    expect(holdersOf(decided, 2)).toEqual(
      new Map([
        ["TO", whole("named-participant")],
        ["WS", whole("consent")],
      ]),
    );
    expect(holdersOf(decided, 3)).toEqual(new Map([["TO", whole("named-participant")]]));
  });
});
