import {
  Category,
  type DataPurpose,
  Kind,
  type Precedence,
  Revision,
  SectionType,
  TimePrecision,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "../id.ts";
import { limits } from "../limits.ts";
import {
  audience,
  type Break,
  type Notice,
  paddingPlaces,
  places,
  remove,
  repeat,
  source,
  summary,
} from "./broken.ts";
import { now, steadyBytes } from "./sample-notice.ts";

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

function withoutPlaces(notice: Notice): void {
  remove(notice, SectionType.PLACES);
  notice.routing!.countries = [];
  notice.routing!.regions = [];
}

/** Each rule of the header, the sections, the audience and of texts and lists, broken. */
export const brokenFrames = {
  "origin-form": { field: "origin", change: (n) => (n.header.origin = "fiji") },
  "id-form": { field: "id", change: (n) => (n.header.id = n.header.id.toUpperCase()) },
  "id-old": {
    field: "id",
    change: (n) => (n.header.id = newId(now - 30 * DAY - 1, steadyBytes())),
  },
  "id-ahead": {
    field: "id",
    change: (n) => (n.header.id = newId(now + 10 * MINUTE + 1, steadyBytes())),
  },
  "version-positive": { field: "version", change: (n) => (n.header.version = 0) },
  "version-last": {
    field: "version",
    change: (n) => {
      n.header.version = 101;
      n.header.previousDigest = new Uint8Array(32);
      n.header.revision = Revision.CHANGE;
    },
  },
  "previous-digest": {
    field: "previous_digest",
    change: (n) => {
      n.header.version = 2;
      n.header.revision = Revision.CHANGE;
    },
  },
  "revision-said": { field: "revision", change: (n) => (n.header.revision = Revision.CORRECTION) },
  "kind-known": { field: "kind", change: (n) => (n.header.kind = 99 as Kind) },
  "tlp-required": { field: "marking.tlp", change: (n) => (n.header.tlp = 0) },
  "precedence-known": {
    field: "precedence",
    change: (n) => (n.header.precedence = 9 as Precedence),
  },
  "grading-complete": { field: "marking", change: (n) => (n.header.grading!.reliability = "") },
  "grading-reliability": {
    field: "marking.reliability",
    change: (n) => (n.header.grading!.reliability = "G"),
  },
  "grading-credibility": {
    field: "source.credibility",
    change: (n) => (source(n).grading!.credibility = 7),
  },
  "issue-time": { field: "issued_at", change: (n) => (n.header.issuedAt = now + 11 * MINUTE) },
  "expiry-after-issue": { field: "expires", change: (n) => (n.header.expiresAt = now) },
  "embargo-after-issue": {
    field: "embargo_until",
    change: (n) => (n.header.handling!.embargoUntil = now),
  },
  "acknowledge-after-issue": {
    field: "acknowledge_by",
    change: (n) => (n.header.handling!.acknowledgeBy = now),
  },
  "event-not-ahead": {
    field: "when",
    change: (n) => {
      n.header.eventAt = now + 11 * MINUTE;
      summary(n).time!.startAt = now + 11 * MINUTE;
      summary(n).time!.precision = TimePrecision.MINUTE;
    },
  },
  "time-range": { field: "expires", change: (n) => (n.header.expiresAt = Date.UTC(2201, 0)) },
  "digest-length": {
    field: "section_digests",
    change(n) {
      const place = paddingPlaces(n)[0]!;
      // Shorter, and in its place by its bytes.
      n.header.sectionDigests[place] = n.header.sectionDigests[place]!.subarray(0, 31);
    },
  },
  "digest-count": {
    field: "section_digests",
    change: (n) => n.header.sectionDigests.splice(paddingPlaces(n)[0]!, 1),
  },
  "digest-distinct": {
    field: "section_digests",
    change: (n) => {
      const [one, other] = paddingPlaces(n);
      n.header.sectionDigests[one!] = n.header.sectionDigests[other!]!;
      n.header.sectionDigests.sort((digest, next) => Buffer.compare(digest, next));
    },
  },
  "digest-order": { field: "section_digests", change: (n) => n.header.sectionDigests.reverse() },
  "signature-length": { field: "signature", change: (n) => (n.signature = Buffer.alloc(63)) },
  "key-id-form": { field: "key_id", change: (n) => (n.keyId = "a key") },

  "section-salt": { field: "title", change: (n) => (n.sections[1]!.salt = Buffer.alloc(15)) },
  "section-known": {
    field: "sections (type 77)",
    change: (n) => {
      repeat(n, SectionType.NARRATIVE);
      n.sections.at(-1)!.type = 77;
      n.routing!.sections.at(-1)!.type = 77 as SectionType;
    },
  },
  "section-category": {
    field: "persons",
    change: (n) => {
      const at = n.sections.findIndex(({ type }) => type === SectionType.PERSONS);
      n.sections[at]!.category = Category.GENERAL;
      // The routing section stands first and does not list itself.
      n.routing!.sections[at - 1]!.category = Category.GENERAL;
    },
  },
  "section-required": { field: "where", change: withoutPlaces },
  "section-of-kind": {
    field: "persons",
    kind: Kind.OPERATION,
    change: (n) => {
      repeat(n, SectionType.SUMMARY);
      Object.assign(n.sections.at(-1)!, {
        type: SectionType.PERSONS,
        category: Category.PERSONAL,
        body: { persons: [{ name: "A", birthDate: "", documentNumber: "", role: "", note: "" }] },
      });
      const listed = n.routing!.sections.at(-1)!;
      Object.assign(listed, { type: SectionType.PERSONS, category: Category.PERSONAL });
    },
  },
  "section-once": { field: "narrative", change: (n) => repeat(n, SectionType.NARRATIVE) },
  "routing-complete": { field: "sections", change: (n) => n.routing!.sections.pop() },
  "routing-concerned": { field: "where", change: (n) => n.routing!.countries.pop() },

  "audience-required": { field: "audience", change: (n) => (n.routing!.audience = null) },
  "audience-red": { field: "audience.groups", change: (n) => (n.header.tlp = Tlp.RED) },
  "audience-amber": { field: "audience.all", change: (n) => (audience(n).allMembers = true) },
  "participant-form": {
    field: "audience.participants[1]",
    change: (n) => (audience(n).participants[1] = "Tonga"),
  },
  "officer-form": {
    field: "audience.officers[0]",
    change: (n) => (audience(n).officers[0]!.principal = "Jo Sample"),
  },
  "group-form": { field: "audience.groups[0]", change: (n) => (audience(n).groups[0] = "a b") },
  "operation-form": {
    field: "audience.operations[0]",
    change: (n) => (audience(n).operations[0] = "a b"),
  },
  "sub-region-known": {
    field: "audience.sub_regions[0]",
    change: (n) => audience(n).subRegions.push("atlantis"),
  },
  "purpose-known": {
    field: "purpose",
    change: (n) => (n.routing!.purpose = 9 as DataPurpose),
  },
  "listed-once": {
    field: "audience.participants[2]",
    change: (n) => audience(n).participants.push("PF"),
  },

  "text-characters": { field: "title", change: (n) => (summary(n).title = "a\u001b[2Jb") },
  "text-direction": { field: "title", change: (n) => (summary(n).title = "a\u202eb") },
  "text-one-line": { field: "title", change: (n) => (summary(n).title = "a\nb") },
  "text-length": { field: "title", change: (n) => (summary(n).title = "a".repeat(201)) },
  "list-length": {
    field: "route.transit",
    change: (n) => {
      places(n).transit = Array.from({ length: limits.transit + 1 }, () => places(n).transit[0]!);
      places(n).transit.push({ name: "Apia", unlocode: "", country: "WS", position: null });
    },
  },
} as const satisfies { readonly [rule: string]: Break };
