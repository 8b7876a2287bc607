import {
  Audience,
  Category,
  DataPurpose,
  DirectoryEntry,
  Kind,
  NoticeHeader,
  OperationPhase,
  ParticipantType,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type Directory, DirectoryHistory } from "../../directory/directory.ts";
import type { Example, RoutedNotice } from "../rule.ts";

// Whom the examples of the rules are about. A notice of Fiji is accepted at 1,000 and shared further,
// where it is, at 2,000.

const ACCEPTED = 1_000;
const { MEMBER, PARTNER, SECRETARIAT } = ParticipantType;
const before = { from: 1, until: 900 };
const throughout = { from: 1 };

const entries: readonly Init<DirectoryEntry>[] = [
  { participant: { id: "FJ", subRegion: "melanesia", type: MEMBER } },
  { participant: { id: "KI", subRegion: "micronesia", type: MEMBER, suspended: true } },
  { participant: { id: "TO", subRegion: "polynesia", type: MEMBER } },
  { participant: { id: "VU", subRegion: "melanesia", type: MEMBER } },
  { participant: { id: "WS", subRegion: "polynesia", type: MEMBER } },
  { participant: { id: "OCO", type: SECRETARIAT } },
  { participant: { id: "NAVY", type: PARTNER, sponsor: "TO" } },
  { participant: { id: "POLICE", type: PARTNER, sponsor: "TO" } },
  { key: { id: "key", participant: "FJ" } },
  { key: { id: "withdrawn", participant: "FJ", validity: before } },
  {
    group: {
      id: "YACHTS",
      members: [{ participant: "TO" }, { participant: "WS", period: before }],
    },
  },
  {
    operation: {
      id: "FJ-SEA",
      phase: OperationPhase.ACTION,
      participants: [
        { participant: "FJ", period: throughout },
        { participant: "TO", period: throughout },
        { participant: "VU", period: before },
        { participant: "NAVY", period: throughout, sponsor: "TO" },
        { participant: "POLICE", period: throughout, sponsor: "NAVY" },
        { participant: "WS", period: { from: 2_000 }, seesEarlier: true },
      ],
    },
  },
  {
    operation: {
      id: "FJ-AIR",
      phase: OperationPhase.ACTION,
      participants: [
        { participant: "FJ", period: throughout },
        { participant: "TO", period: before },
        { participant: "NAVY", period: throughout, sponsor: "TO" },
      ],
    },
  },
  {
    operation: {
      id: "FJ-LAND",
      phase: OperationPhase.ACTION,
      participants: [
        { participant: "FJ", period: throughout },
        { participant: "KI", period: throughout },
        { participant: "NAVY", period: throughout, sponsor: "KI" },
      ],
    },
  },
  {
    operation: {
      id: "FJ-OLD",
      phase: OperationPhase.CLOSED,
      participants: [
        { participant: "FJ", period: throughout },
        { participant: "TO", period: throughout },
      ],
    },
  },
  { agreement: agreement("FJ-TO", "TO") },
  { agreement: { ...agreement("FJ-WS", "WS"), period: before } },
];

function agreement(id: string, to: string) {
  return {
    id,
    from: "FJ",
    to,
    categories: [Category.PERSONAL],
    purposes: [DataPurpose.CUSTOMS_ENFORCEMENT, DataPurpose.SERIOUS_CRIME],
    period: throughout,
  };
}

/** A directory with these entries, in this order. */
export function directoryOf(all: readonly Init<DirectoryEntry>[]): Directory {
  const history = new DirectoryHistory();
  for (const [i, init] of all.entries()) {
    const entry = DirectoryEntry.decode(DirectoryEntry.encode(init));
    history.apply({ entry, sequence: i + 1, storedAt: 1 });
  }
  return history.latest();
}

export const exampleDirectory: Directory = directoryOf(entries);

/** What the notice of the examples has: its reference is to a notice that Fiji and Tonga hold. */
export const exampleSections = [
  { place: 0, type: SectionType.ROUTING, category: Category.GENERAL },
  { place: 1, type: SectionType.SUMMARY, category: Category.GENERAL },
  { place: 2, type: SectionType.PLACES, category: Category.GENERAL },
  { place: 3, type: SectionType.PERSONS, category: Category.PERSONAL },
  { place: 5, type: SectionType.SOURCE, category: Category.SOURCE },
  { place: 4, type: SectionType.REFERENCE, category: Category.GENERAL },
];

/** The notice of an example. */
export function exampleNotice(example: Example): RoutedNotice {
  const header = { origin: "FJ", kind: Kind.ALERT, tlp: example.tlp ?? Tlp.GREEN };
  return {
    header: NoticeHeader.decode(NoticeHeader.encode(header)),
    keyId: example.withdrawnKey ? "withdrawn" : "key",
    audience: Audience.decode(Audience.encode(example.audience ?? {})),
    sections: exampleSections,
    purpose: example.purpose ?? 0,
    acceptedAt: ACCEPTED,
    holders: new Map([[4, new Set(["FJ", "TO"])]]),
    ...(example.widening && { widening: example.widening }),
    ...(example.earlierReaders && { earlierReaders: holdingsOf(example.earlierReaders) }),
  };
}

function holdingsOf(rules: { readonly [participant: string]: string }) {
  return new Map(
    Object.entries(rules).map(([participant, rule]) => [participant, { rule, officers: [] }]),
  );
}
