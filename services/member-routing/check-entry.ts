import {
  type DirectoryEntry,
  type Group,
  type Participant,
  ParticipantType,
  type Period,
  type Principal,
  type SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isSubRegion } from "@talanoa/sharing/codes/sub-regions.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";

/** What is wrong with an entry that is to stand in a directory; nothing when it may. */
export function checkEntry(entry: DirectoryEntry | null, directory: Directory): Violation[] {
  const { participant, key, group, principal } = entry ?? {};
  if (participant) return checkParticipant(participant);
  if (key) return checkKey(key, directory);
  if (group) return checkGroup(group, directory);
  if (principal) return checkPrincipal(principal, directory);
  return [broken("entry", "entry-known")];
}

const PUBLIC_KEY_LENGTH = 32;
const MOST_MEMBERS = 400;
const MOST_PERIODS = 50;
const MOST_TEXT = 200;

const sentences = {
  "entry-known": "Give a participant, a key, a group or a principal.",
  "participant-id": "Give the participant's code: two to twelve capital letters or digits.",
  "group-id": "Give the group an id of capital letters, digits and dashes.",
  "principal-id": "Give the principal an id of letters, digits, dashes and underscores.",
  "name-required": "Give a name of at most 200 characters.",
  "text-length": "Keep this within 200 characters.",
  "participant-type": "Say what it is: member, secretariat or partner.",
  "sub-region-known": "Give a Member one of the sub-regions, and the Secretariat none.",
  "period-order": "Let the period end after it begins; 0 leaves an end open.",
  "list-length": "Shorten this list.",
  "time-zone-known": "Use an IANA name of a time zone, like Pacific/Fiji.",
  "position-range": "Give latitude -90 to 90 and longitude -180 to 180, in degrees.",
  "public-key": "Give the 32 bytes of an Ed25519 public key.",
  "key-id": "Give the key the id that derives from its public key.",
  "kind-known": "Use only kinds that the hub knows.",
  "participant-in-directory": "Name a participant that stands in the directory.",
  "key-participant": "Leave the key with its participant: another one gets a key of its own.",
  "principal-participant": "Leave the principal with its participant.",
  "member-once": "Give a participant's periods in a group so that they do not overlap.",
} as const;

function broken(field: string, rule: keyof typeof sentences): Violation {
  return { field, rule, description: sentences[rule] };
}

function unless(holds: boolean, field: string, rule: keyof typeof sentences): Violation[] {
  return holds ? [] : [broken(field, rule)];
}

function checkParticipant(its: Participant): Violation[] {
  const isMember = its.type === ParticipantType.MEMBER;
  return [
    ...unless(/^[A-Z0-9]{2,12}$/.test(its.id), "participant.id", "participant-id"),
    ...unless(isName(its.name), "participant.name", "name-required"),
    ...unless(its.administration.length <= MOST_TEXT, "participant.administration", "text-length"),
    ...unless(types.has(its.type), "participant.type", "participant-type"),
    ...unless(
      isMember ? isSubRegion(its.subRegion) : its.subRegion === "" || isSubRegion(its.subRegion),
      "participant.sub_region",
      "sub-region-known",
    ),
    ...unless(its.membership.length <= MOST_PERIODS, "participant.membership", "list-length"),
    ...its.membership.flatMap((period, i) => checkPeriod(period, `participant.membership[${i}]`)),
    ...unless(its.timeZones.length <= MOST_PERIODS, "participant.time_zones", "list-length"),
    ...its.timeZones.flatMap((zone, i) =>
      unless(isTimeZone(zone), `participant.time_zones[${i}]`, "time-zone-known"),
    ),
    ...unless(
      Math.abs(its.latitude) <= 90 && Math.abs(its.longitude) <= 180,
      "participant.latitude",
      "position-range",
    ),
  ];
}

function checkKey(key: SigningKey, directory: Directory): Violation[] {
  const isKey = key.publicKey.length === PUBLIC_KEY_LENGTH;
  const standing = directory.key(key.id);
  return [
    ...unless(isKey, "key.public_key", "public-key"),
    ...unless(!isKey || key.id === keyIdOf(key.publicKey), "key.id", "key-id"),
    ...unless(
      inDirectory(directory, key.participant),
      "key.participant",
      "participant-in-directory",
    ),
    // What it signed is signed by that participant for good.
    ...unless(
      !standing || standing.participant === key.participant,
      "key.participant",
      "key-participant",
    ),
    ...(key.validity ? checkPeriod(key.validity, "key.validity") : []),
    ...key.kinds.flatMap((kind, i) => unless(isKnownKind(kind), `key.kinds[${i}]`, "kind-known")),
  ];
}

function checkGroup(group: Group, directory: Directory): Violation[] {
  return [
    ...unless(/^[A-Z0-9][A-Z0-9-]{0,63}$/.test(group.id), "group.id", "group-id"),
    ...unless(isName(group.name), "group.name", "name-required"),
    ...unless(group.members.length <= MOST_MEMBERS, "group.members", "list-length"),
    ...group.members.flatMap(({ participant, period }, i) => [
      ...unless(
        inDirectory(directory, participant),
        `group.members[${i}].participant`,
        "participant-in-directory",
      ),
      ...(period ? checkPeriod(period, `group.members[${i}].period`) : []),
      ...unless(
        !group.members
          .slice(0, i)
          .some((other) => other.participant === participant && overlap(other.period, period)),
        `group.members[${i}]`,
        "member-once",
      ),
    ]),
  ];
}

function checkPrincipal({ id, participant }: Principal, directory: Directory): Violation[] {
  const standing = directory.principal(id);
  return [
    ...unless(SUBJECT_TOKEN.test(id), "principal.id", "principal-id"),
    ...unless(
      inDirectory(directory, participant),
      "principal.participant",
      "participant-in-directory",
    ),
    ...unless(
      !standing || standing.participant === participant,
      "principal.participant",
      "principal-participant",
    ),
  ];
}

const types: ReadonlySet<number> = new Set([
  ParticipantType.MEMBER,
  ParticipantType.SECRETARIAT,
  ParticipantType.PARTNER,
]);

function isName(name: string): boolean {
  return name.trim() !== "" && name.length <= MOST_TEXT;
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function inDirectory(directory: Directory, participant: string): boolean {
  return directory.participant(participant) !== null;
}

function checkPeriod({ from, until }: Period, field: string): Violation[] {
  return unless(from >= 0 && (until === 0 || until > from), field, "period-order");
}

function overlap(one: Period | null, other: Period | null): boolean {
  const end = (period: Period | null) => (period && period.until !== 0 ? period.until : Infinity);
  return (one?.from ?? 0) < end(other) && (other?.from ?? 0) < end(one);
}
