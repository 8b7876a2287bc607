import {
  type DirectoryEntry,
  type Group,
  type Participant,
  ParticipantType,
  type Principal,
  type SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isSubRegion } from "@talanoa/sharing/codes/sub-regions.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { checkAgreement } from "./check-agreement.ts";
import { checkOperation } from "./check-operation.ts";
import {
  broken,
  checkPeriod,
  inDirectory,
  isName,
  MOST_TEXT,
  overlap,
  unless,
} from "./entry-rules.ts";

/** What is wrong with an entry that is to stand in a directory; nothing when it may. `now` is Unix ms. */
export function checkEntry(
  entry: DirectoryEntry | null,
  directory: Directory,
  now: number,
): Violation[] {
  const { participant, key, group, principal, agreement, operation } = entry ?? {};
  if (participant) return checkParticipant(participant, directory);
  if (key) return checkKey(key, directory);
  if (group) return checkGroup(group, directory);
  if (principal) return checkPrincipal(principal, directory);
  if (agreement) return checkAgreement(agreement, directory);
  if (operation) return checkOperation(operation, directory, now);
  return [broken("entry", "entry-known")];
}

const PUBLIC_KEY_LENGTH = 32;
/** A decision on all of them fits one record: decision 0005. */
const MOST_PARTICIPANTS = 400;
const MOST_MEMBERS = 400;
const MOST_PERIODS = 50;

function checkParticipant(its: Participant, directory: Directory): Violation[] {
  const isMember = its.type === ParticipantType.MEMBER;
  const isPartner = its.type === ParticipantType.PARTNER;
  const sponsor = directory.participant(its.sponsor);
  return [
    ...unless(isParticipantForm(its.id), "participant.id", "participant-id"),
    ...unless(
      inDirectory(directory, its.id) || directory.participants().length < MOST_PARTICIPANTS,
      "participant.id",
      "participants-most",
    ),
    ...unless(isName(its.name), "participant.name", "name-required"),
    ...unless(its.administration.length <= MOST_TEXT, "participant.administration", "text-length"),
    ...unless(types.has(its.type), "participant.type", "participant-type"),
    // Who sees all of the log is known by its name, without a directory.
    ...unless(
      (its.type === ParticipantType.SECRETARIAT) === (its.id === SECRETARIAT),
      "participant.type",
      "secretariat-one",
    ),
    ...unless(
      isMember ? isSubRegion(its.subRegion) : its.subRegion === "" || isSubRegion(its.subRegion),
      "participant.sub_region",
      "sub-region-known",
    ),
    ...unless(
      isPartner ? sponsor?.type === ParticipantType.MEMBER : its.sponsor === "",
      "participant.sponsor",
      "sponsor-member",
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

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
