import {
  type Audience,
  Audience as AudienceMessage,
  Category,
  DataPurpose,
  type DirectoryEntry,
  Kind,
  NoticeHeader,
  OperationPhase,
  ParticipantType,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import type { Directory } from "../../directory/directory.ts";
import type { Holding } from "../earlier-readers.ts";
import type { RoutedNotice, Widening } from "../rule.ts";
import { sharingRules } from "../rules.ts";
import { directoryOf } from "./example-world.ts";

// Whatever may come to be decided: small directories in which everything happens, and notices of FJ.

export const ids = ["FJ", "TO", "WS", "VU", "OCO", "NAVY"] as const;
const subRegions = ["polynesia", "melanesia"] as const;
const groups = ["G1", "G2"] as const;
const operations = ["FJ-1", "TO-1"] as const;
const { MEMBER, PARTNER, SECRETARIAT } = ParticipantType;
const types = { FJ: MEMBER, TO: MEMBER, WS: MEMBER, VU: MEMBER, OCO: SECRETARIAT, NAVY: PARTNER };

/** Times from 1 to 9: notices are accepted at 5, and shared further at 7. */
const period = fc.record({
  from: fc.integer({ min: 0, max: 8 }),
  until: fc.constantFrom(0, 0, 3, 6, 9),
});
const id = fc.constantFrom(...ids);
const categories = fc.subarray([Category.PERSONAL, Category.PASSENGER], { minLength: 1 });
const purposes = fc.subarray([DataPurpose.CUSTOMS_ENFORCEMENT, DataPurpose.SERIOUS_CRIME], {
  minLength: 1,
});

const participant = (its: (typeof ids)[number]) =>
  fc
    .record({
      subRegion: fc.constantFrom(...subRegions),
      suspended: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      membership: fc.array(period, { maxLength: 1 }),
    })
    .map((more): Init<DirectoryEntry> => ({
      participant: { id: its, type: types[its], ...more },
    }));

const group = (name: string) =>
  fc
    .array(fc.record({ participant: id, period }), { maxLength: 5 })
    .map((members): Init<DirectoryEntry> => ({ group: { id: name, members } }));

const operation = (name: string) =>
  fc
    .record({
      phase: fc.constantFrom(OperationPhase.ACTION, OperationPhase.ACTION, OperationPhase.CLOSED),
      participants: fc.array(
        fc.record({ participant: id, period, sponsor: fc.constantFrom("", "TO", "WS") }),
        { maxLength: 6 },
      ),
    })
    .map((more): Init<DirectoryEntry> => ({ operation: { id: name, ...more } }));

const agreements = fc
  .array(
    fc.record({ from: fc.constantFrom("FJ", "FJ", "TO"), to: id, categories, purposes, period }),
    {
      maxLength: 6,
    },
  )
  .map((all) =>
    all.map((more, i): Init<DirectoryEntry> => ({ agreement: { id: `A${i}`, ...more } })),
  );

const anyDirectory: fc.Arbitrary<Directory> = fc
  .record({
    participants: fc.tuple(...ids.map(participant)),
    validity: period,
    groups: fc.tuple(...groups.map(group)),
    operations: fc.tuple(...operations.map(operation)),
    agreements,
  })
  .map((its) =>
    directoryOf([
      ...its.participants,
      { key: { id: "key", participant: "FJ" } },
      { key: { id: "other", participant: "FJ", validity: its.validity } },
      ...its.groups,
      ...its.operations,
      ...its.agreements,
    ]),
  );

/** A few hundred of them, the same in every run: to make one costs more than to decide by it. */
export const directories: fc.Arbitrary<Directory> = fc.constantFrom(
  ...fc.sample(anyDirectory, { numRuns: 400, seed: 2026 }),
);

export const anyAudience: fc.Arbitrary<Audience> = fc
  .record({
    allMembers: fc.boolean(),
    subRegions: fc.subarray([...subRegions]),
    participants: fc.subarray([...ids]),
    groups: fc.subarray([...groups]),
    operations: fc.subarray([...operations]),
    officers: fc.subarray([
      { participant: "TO", principal: "a" },
      { participant: "TO", principal: "b" },
      { participant: "NAVY", principal: "c" },
    ]),
  })
  .map((audience) => AudienceMessage.decode(AudienceMessage.encode(audience)));

/** One audience and another beside it. */
export function together(one: Audience, other: Audience): Audience {
  const both = <Item>(a: readonly Item[], b: readonly Item[]) => [...a, ...b];
  return {
    allMembers: one.allMembers || other.allMembers,
    subRegions: both(one.subRegions, other.subRegions),
    participants: both(one.participants, other.participants),
    groups: both(one.groups, other.groups),
    operations: both(one.operations, other.operations),
    officers: both(one.officers, other.officers),
  };
}

/** From open to closed. */
export const labels = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED] as const;
export const anyLabel = fc.constantFrom(...labels);

const sectionTypes = [SectionType.SUMMARY, SectionType.PLACES, SectionType.PERSONS] as const;
export const anyWidening: fc.Arbitrary<Widening> = fc.oneof(
  fc.record({
    by: fc.constant("consent" as const),
    participant: id,
    sections: fc.subarray([...sectionTypes]),
    at: fc.constant(7),
  }),
  fc.record({
    by: fc.constant("joining" as const),
    participant: id,
    operation: fc.constantFrom(...operations),
    at: fc.constant(7),
  }),
);

export const sections = [
  { place: 0, type: SectionType.ROUTING, category: Category.GENERAL },
  { place: 1, type: SectionType.SUMMARY, category: Category.GENERAL },
  { place: 2, type: SectionType.PLACES, category: Category.GENERAL },
  { place: 4, type: SectionType.PERSONS, category: Category.PERSONAL },
  { place: 5, type: SectionType.PERSONS, category: Category.PASSENGER },
  { place: 6, type: SectionType.REFERENCE, category: Category.GENERAL },
  { place: 7, type: SectionType.REFERENCE, category: Category.GENERAL },
];

/** Who holds the version that a correction corrects: by any rule, some as officers alone or with some sections alone. */
export const anyHolders: fc.Arbitrary<ReadonlyMap<string, Holding>> = fc
  .dictionary(
    id,
    fc.record({
      rule: fc.constantFrom(...sharingRules.admit.map(({ name }) => name)),
      officers: fc.oneof(fc.constant([]), fc.subarray(["a", "b"])),
      granted: fc.oneof(fc.constant([]), fc.subarray(sections.map(({ type }) => type))),
    }),
  )
  .map((held) => new Map(Object.entries(held)));

/** A notice of FJ with every part that a rule looks at: one, a correction, or what is shared further. */
export const anyNotice: fc.Arbitrary<RoutedNotice> = fc
  .record({
    audience: anyAudience,
    tlp: anyLabel,
    keyId: fc.constantFrom("key", "key", "other", "none"),
    purpose: fc.constantFrom(...Object.values(DataPurpose)),
    held: fc.subarray([...ids]),
    more: fc.oneof(
      fc.constant({}),
      anyWidening.map((widening) => ({ widening })),
      anyHolders.map((earlierReaders) => ({ earlierReaders })),
    ),
  })
  .map(({ tlp, held, more: further, ...more }) => ({
    header: headerOf(tlp),
    sections,
    acceptedAt: 5,
    holders: new Map([[6, new Set(held)]]),
    ...more,
    ...further,
  }));

export function headerOf(tlp: Tlp): NoticeHeader {
  return NoticeHeader.decode(NoticeHeader.encode({ origin: "FJ", kind: Kind.ALERT, tlp }));
}
