import { randomBytes } from "node:crypto";
import {
  Audience,
  Category,
  DataPurpose,
  DirectoryEntry,
  Kind,
  NoticeHeader,
  OperationPhase,
  ParticipantType,
  type Record,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { sectionTypes } from "@talanoa/contract/sections.ts";
import { type Directory, DirectoryHistory } from "@talanoa/sharing/directory/directory.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import type { Holding } from "@talanoa/sharing/routing/earlier-readers.ts";
import { type ParticipantDecision, route } from "@talanoa/sharing/routing/route.ts";
import type { PlacedSection } from "@talanoa/sharing/routing/rule.ts";
import { recorded } from "../routed-notice.ts";

/** By chance and always the same: 0 to below 1. */
type Chance = () => number;

/** mulberry32: a generator that repeats itself would pack too well. */
export function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How a directory names what is in it. */
interface Naming {
  participant(place: number): string;
  agreement(participant: string, category: number): string;
  operation(place: number): string;
  officer(participant: string): string;
}

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export const usualNames: Naming = {
  participant: (place) => `P${place}`,
  agreement: (participant, category) => `FJ-${participant}-${category}`,
  operation: (place) => `FJ-KAVEINGA-${2020 + place}`,
  officer: (participant) => `${participant.toLowerCase()}-liaison`,
};

/** As long as the directory takes them, and of signs by chance: no others pack worse. */
export function longestNames(chance: Chance): Naming {
  const word = (length: number) =>
    Array.from({ length }, () => SIGNS[Math.floor(chance() * SIGNS.length)]).join("");
  return {
    participant: () => `P${word(11)}`,
    agreement: () => word(40),
    operation: () => `FJ-${word(37)}`,
    officer: () => word(64),
  };
}

/** A notice of FJ that says as much of each participant as any may, and of each something else. */
export interface LargeNotice {
  readonly participants: number;
  readonly names: Naming;
  readonly chance: Chance;
  /** To operations; or to participants and officers that it names; or a correction for those who hold it by consent. */
  readonly goes: "by-operations" | "by-name" | "by-consent";
}

/** What routing decides on it: every reference, operation and agreement is some participants' and not the others'. */
export function largeDecision(large: LargeNotice): ParticipantDecision[] {
  const { participants, names, chance, goes } = large;
  const ids = ["FJ", ...Array.from({ length: participants - 1 }, (_, i) => names.participant(i))];
  // Besides those addressed, the one that the notice itself names.
  const operations = Array.from({ length: limits.audienceOperations + 1 }, (_, i) =>
    names.operation(i),
  );
  const some = () => ids.filter((id) => id === "FJ" || chance() < 0.5);
  const references = sections.filter(({ type }) => type === SectionType.REFERENCE);
  return route(
    {
      header: NoticeHeader.decode(
        NoticeHeader.encode({ origin: "FJ", kind: Kind.ALERT, tlp: Tlp.GREEN }),
      ),
      keyId: "key",
      audience: Audience.decode(
        Audience.encode(goes === "by-name" ? named(ids, names) : { allMembers: true, operations }),
      ),
      sections,
      operations,
      acceptedAt: 5,
      holders: new Map(references.map(({ place }) => [place, new Set(some())])),
      ...(goes === "by-consent" && { earlierReaders: heldByConsent(ids, chance) }),
    },
    directoryOf(
      ids,
      operations.map((id) => [id, some()]),
      large,
    ),
  );
}

/** The record of a decision. */
export function recordOfDecision(decisions: readonly ParticipantDecision[]): Init<Record> {
  const notice = { origin: "FJ", id: "0198f2a4-7c1e-7d3a-9b5f-0123456789ab", version: 1 };
  const routed = {
    notice,
    digest: randomBytes(32),
    cause: "first",
    decisions: decisions.map(recorded),
    directorySequence: 1_000_000_000,
  };
  return { nonce: randomBytes(16), at: Date.UTC(2026, 2, 14), facts: { routed } };
}

/** All that an alert may have, wherever they stand among the digests. */
const sections: readonly PlacedSection[] = [
  SectionType.ROUTING,
  SectionType.SUMMARY,
  SectionType.PLACES,
  SectionType.GOODS,
  SectionType.CONVEYANCE,
  SectionType.NARRATIVE,
  SectionType.COMPANIES,
  SectionType.SOURCE,
  SectionType.PERSONS,
  SectionType.PASSENGERS,
  ...Array.from({ length: limits.images }, () => SectionType.IMAGE),
  ...Array.from({ length: limits.references }, () => SectionType.REFERENCE),
].map((type, i) => ({ type, category: sectionTypes[type].category, place: (i * 37) % 64 }));

function named(ids: readonly string[], { officer }: Naming): Init<Audience> {
  const { audienceParticipants, audienceOfficers } = limits;
  const others = ids.slice(audienceParticipants).slice(0, audienceOfficers);
  return {
    participants: ids.slice(0, audienceParticipants),
    officers: others.map((participant) => ({ participant, principal: officer(participant) })),
  };
}

function heldByConsent(ids: readonly string[], chance: Chance): Map<string, Holding> {
  const types = [...new Set(sections.map(({ type }) => type))];
  return new Map(
    ids.map((id) => {
      const granted = types.filter(() => chance() < 0.5);
      return [id, { rule: "consent", officers: [], granted }];
    }),
  );
}

function directoryOf(
  ids: readonly string[],
  operations: readonly (readonly [string, readonly string[]])[],
  { names, chance }: LargeNotice,
): Directory {
  const period = { from: 1 };
  const agreements = ids.slice(1).flatMap((to) =>
    [Category.PERSONAL, Category.PASSENGER]
      .filter(() => chance() < 0.9)
      .map((category) => ({
        id: names.agreement(to, category),
        from: "FJ",
        to,
        categories: [category],
        purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
        period,
      })),
  );
  const entries: Init<DirectoryEntry>[] = [
    ...ids.map((id) => ({ participant: { id, type: ParticipantType.MEMBER } })),
    { key: { id: "key", participant: "FJ" } },
    ...operations.map(([id, members]) => ({
      operation: {
        id,
        phase: OperationPhase.ACTION,
        participants: members.map((participant) => ({ participant, period })),
      },
    })),
    ...agreements.map((agreement) => ({ agreement })),
  ];
  const history = new DirectoryHistory();
  // A stream in which much stands between one entry and the next.
  for (const [i, entry] of entries.entries()) {
    const read = DirectoryEntry.decode(DirectoryEntry.encode(entry));
    history.apply({ entry: read, sequence: 100_000_000 + i * 997, storedAt: 0 });
  }
  return history.latest();
}
