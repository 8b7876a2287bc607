import {
  type Agreement,
  type Category,
  type DataPurpose,
  type Group,
  type Participant,
  ParticipantType,
  type Period,
  type SigningKey,
  type StandingEntry,
} from "@talanoa/contract/generated/talanoa.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import type { Enrolment } from "@talanoa/sharing/directory/enrolment-code.ts";
import { membersFrom } from "@talanoa/sharing/directory/group-members.ts";
import { triedEnd } from "@talanoa/sharing/directory/tried-end.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { type Change, changeOf } from "./change.ts";

// What becomes of an entry by each thing that the Secretariat does. `now` is Unix ms everywhere.

/** A participant as a form has it. */
export interface MemberFields {
  readonly id: string;
  readonly name: string;
  readonly administration: string;
  readonly type: ParticipantType;
  readonly subRegion: string;
  /** IANA names, with commas. */
  readonly timeZones: string;
  readonly sponsor: string;
  /** Degrees as they were typed: what is no number becomes none, and the hub names the field. */
  readonly latitude: string;
  readonly longitude: string;
  /** Whether it takes part from now on. */
  readonly member: boolean;
}

export function memberFields(its: Participant | null, now: number): MemberFields {
  return {
    id: its?.id ?? "",
    name: its?.name ?? "",
    administration: its?.administration ?? "",
    type: its?.type ?? ParticipantType.MEMBER,
    subRegion: its?.subRegion ?? "polynesia",
    timeZones: its?.timeZones.join(", ") ?? "",
    sponsor: its?.sponsor ?? "",
    latitude: its ? String(its.latitude) : "",
    longitude: its ? String(its.longitude) : "",
    member: its ? isIn(its.membership, now) : true,
  };
}

/** A participant as the form says, new or in place of the one that stands. */
export function memberChange(
  standing: StandingEntry | null,
  fields: MemberFields,
  now: number,
): Change {
  const its = standing?.entry?.participant ?? null;
  const isMember = fields.type === ParticipantType.MEMBER;
  const participant = {
    ...its,
    id: fields.id.trim().toUpperCase(),
    name: fields.name.trim(),
    administration: fields.administration.trim(),
    type: fields.type,
    subRegion: isMember ? fields.subRegion : "",
    timeZones: listed(fields.timeZones),
    sponsor: fields.type === ParticipantType.PARTNER ? fields.sponsor.trim().toUpperCase() : "",
    latitude: Number(fields.latitude),
    longitude: Number(fields.longitude),
    membership: joinedOrLeft(its?.membership ?? [], fields.member, now),
  };
  return changeOf(standing, { participant });
}

/** Suspends whom or what an entry is of, or lets it go on. */
export function suspension(standing: StandingEntry, suspended: boolean): Change {
  const { participant, key, principal } = standing.entry!;
  const as = { deed: suspended ? "suspend" : "resume" } as const;
  if (participant) return changeOf(standing, { participant: { ...participant, suspended } }, as);
  if (key) return changeOf(standing, { key: { ...key, suspended } }, as);
  return changeOf(standing, { principal: { ...principal, suspended } }, as);
}

/** Stops a person or system of a participant, or lets it go on: the directory has those alone who were stopped once. */
export function principalChange(
  standing: StandingEntry | null,
  principal: { readonly id: string; readonly participant: string; readonly suspended: boolean },
): Change {
  return changeOf(standing, { principal }, { deed: principal.suspended ? "suspend" : "resume" });
}

/** The key of a device: valid from now on. `reason` says whose it is: the directory itself does not. */
export function enrolment(
  { participant, publicKey }: Enrolment,
  now: number,
  reason: string,
): Change {
  const key = {
    id: keyIdOf(publicKey),
    participant,
    publicKey,
    validity: { from: now, until: 0 },
    kinds: [],
    suspended: false,
  };
  return changeOf(null, { key }, { reason });
}

/** Ends a key now. What was accepted before still verifies. */
export function revocation(standing: StandingEntry, now: number): Change {
  const key = standing.entry!.key!;
  const ended = (until: number): { key: SigningKey } => ({
    key: { ...key, validity: endedPeriod(key.validity, until) },
  });
  const tried = ended(triedEnd(key.validity, now, now));
  return changeOf(standing, ended(now), { tried, deed: "revoke" });
}

/** A group as a form has it: who is in it now, with commas. */
export interface GroupFields {
  readonly id: string;
  readonly name: string;
  readonly members: string;
}

export function groupFields(its: Group | null, now: number): GroupFields {
  const members = its?.members.filter(({ period }) => covers(period, now)) ?? [];
  return {
    id: its?.id ?? "",
    name: its?.name ?? "",
    members: members.map(({ participant }) => participant).join(", "),
  };
}

/** A group as the form says: who is named anew joins now, who is not named any more leaves now; the past stays. */
export function groupChange(
  standing: StandingEntry | null,
  fields: GroupFields,
  now: number,
): Change {
  const its = standing?.entry?.group ?? null;
  const group = {
    id: fields.id.trim().toUpperCase(),
    name: fields.name.trim(),
    members: membersFrom(its?.members ?? [], listed(fields.members.toUpperCase()), now),
  };
  return changeOf(standing, { group });
}

/** An agreement as a form has it: days are of UTC. */
export interface AgreementFields {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly categories: readonly Category[];
  readonly purposes: readonly DataPurpose[];
  /** `2026-11-26`; the last day is the last on which it is in force. */
  readonly since: string;
  readonly lastDay: string;
  readonly title: string;
}

const DAY = 24 * 3_600_000;

export function agreementFields(its: Agreement | null, now: number): AgreementFields {
  const { from = 0, until = 0 } = its?.period ?? {};
  return {
    id: its?.id ?? "",
    from: its?.from ?? "",
    to: its?.to ?? "",
    categories: its?.categories ?? [],
    purposes: its?.purposes ?? [],
    since: dayOf(from || now),
    lastDay: until === 0 ? "" : dayOf(until - 1),
    title: its?.title ?? "",
  };
}

/** An agreement as the form says. A time within a day that was not changed stays as it is. */
export function agreementChange(
  standing: StandingEntry | null,
  fields: AgreementFields,
  now: number,
): Change {
  const its = standing?.entry?.agreement ?? null;
  const shown = agreementFields(its, now);
  const { from = 0, until = 0 } = its?.period ?? {};
  const agreement = {
    id: fields.id.trim().toUpperCase(),
    from: fields.from.trim().toUpperCase(),
    to: fields.to.trim().toUpperCase(),
    categories: [...fields.categories],
    purposes: [...fields.purposes],
    period: {
      from: its && fields.since === shown.since ? from : startOf(fields.since),
      until: its && fields.lastDay === shown.lastDay ? until : endOf(fields.lastDay),
    },
    title: fields.title.trim(),
  };
  return changeOf(standing, { agreement });
}

/** Ends an agreement now. */
export function agreementEnd(standing: StandingEntry, now: number): Change {
  const agreement = standing.entry!.agreement!;
  const ended = (until: number): { agreement: Agreement } => ({
    agreement: { ...agreement, period: endedPeriod(agreement.period, until) },
  });
  const tried = ended(triedEnd(agreement.period, now, now));
  return changeOf(standing, ended(now), { tried, deed: "end" });
}

/** Whether some period covers a time; whoever has none always takes part. */
function isIn(periods: readonly Period[], now: number): boolean {
  return periods.length === 0 || periods.some((period) => covers(period, now));
}

/** Periods of which one begins now, or the one that covers now ends; as they are when that says nothing new. */
function joinedOrLeft(periods: readonly Period[], member: boolean, now: number): Period[] {
  if (member === (periods.length > 0 && isIn(periods, now))) return [...periods];
  if (member) return periods.length === 0 ? [] : [...periods, { from: now, until: 0 }];
  const before = periods.length === 0 ? [{ from: 0, until: 0 }] : periods;
  return before.map((period) => (covers(period, now) ? endedPeriod(period, now) : period));
}

function endedPeriod(period: Period | null, until: number): Period {
  return { from: period?.from ?? 0, until };
}

function listed(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00Z`) || 0;
}

function endOf(day: string): number {
  return day === "" ? 0 : startOf(day) + DAY;
}
