import { type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { ScenarioClock } from "./clock.ts";
import { factPlaceOf } from "./fact-place.ts";
import { factLines, factsOf } from "./facts-of.ts";
import type { Deed } from "./kinds.ts";
import { numberIn, textIn, windowOf } from "./read-fact.ts";
import { conveyanceOf, personsOf, placesOf, reportOf } from "./report-of.ts";
import type { Inject, Scenario } from "./scenario.ts";
import { kindDeedOf } from "./unknown-kind.ts";

/** What a draft needs to know of the exercise that is under way. */
export interface Setting {
  readonly scenario: Pick<Scenario, "participants" | "audience_groups" | "injects">;
  readonly clock: ScenarioClock;
  /** The notice that an inject has become; null when it has not. */
  noticeOf(inject: string): { readonly ref: NoticeRef; readonly digest: Uint8Array } | null;
  /** The id in the directory of a joint operation of the scenario. */
  operationId(name: string): string;
  /** Unix ms. */
  readonly now: number;
}

/** The group of the directory that stands for one of a scenario. */
export function directoryGroup(name: string): string {
  return `EXERCISE-${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "-")}`.slice(0, 64);
}

/** The liaison officer of a participant, as identities of the embedded hub name it. */
export function officerOf(participant: string): string {
  return `${participant.toLowerCase()}-liaison`;
}

/** The draft of a notice as the scenario's inject has it; what the hub has no place for stands where a person reads it. */
export function draftOf(given: Inject, deed: Deed, setting: Setting): object {
  const { data, plain } = factsOf(given);
  const place = plain.length > 0 ? factPlaceOf(given, deed) : "nowhere";
  const { text, lines } = { text: given.content.text || given.title, lines: factLines(plain) };
  const said = place === "narrative" ? `${text}\n${lines}` : text;
  const inject = { ...given, content: { text: said, data } };
  const { marking } = inject;
  const { now } = setting;
  const grading = marking.source_reliability &&
    marking.information_credibility && {
      reliability: marking.source_reliability,
      credibility: marking.information_credibility,
    };
  return {
    ...bodyOf(inject, deed, setting),
    ...(place === "persons" && personsOf(inject, lines)),
    title: inject.title,
    when: iso(eventTime(inject, setting)),
    ...(speaksByItself(deed) ? {} : { narrative: said }),
    marking: { tlp: marking.tlp, ...grading },
    ...handlingOf(inject, setting),
    ...(marking.precedence && { precedence: marking.precedence }),
    ...referencesOf(inject, setting),
    audience: audienceOf(inject, setting.scenario, setting.operationId),
    exercise: true,
    ...(marking.expires_after_minutes && {
      expires: deadline(expiryOf(inject, setting), now),
    }),
  };
}

const MINUTE = 60_000;

/**
 * When what is reported happened. Events are as far from each other as the scenario says, at any speed, for their times
 * are exact to the minute: they lie before the end of the exercise, the last one then. What an alert reports has happened.
 */
function eventTime(inject: Inject, { clock, scenario }: Setting): number {
  const { event_minute, minute, expected } = inject;
  const end = Math.max(...scenario.injects.map((its) => its.minute));
  const length = Math.max(MINUTE, clock.at(1) - clock.at(0));
  const event = expected.accepted
    ? Math.min(event_minute ?? minute, minute)
    : (event_minute ?? minute);
  return clock.at(end) - Math.round((end - event) * length);
}

/** Whose text stands in a section of its own. */
function speaksByItself({ as }: Deed): boolean {
  return as === "request" || as === "reply";
}

/**
 * A deadline, of this moment's future also where the exercise lags behind its scenario: a hub that is on
 * trial may have kept it waiting.
 */
function deadline(time: number, now: number): string {
  return iso(Math.max(time, now + LEAST_AHEAD));
}

const LEAST_AHEAD = 2_000;
/** So much later expires what is revised at the minute of its expiry: the revision comes before. */
const REVISED_FIRST = 10_000;

function expiryOf(inject: Inject, { clock, scenario }: Setting): number {
  const minute = inject.minute + (inject.marking.expires_after_minutes ?? 0);
  const revised = scenario.injects.some(
    (its) =>
      its.minute === minute &&
      its.publisher === inject.publisher &&
      its.references[0] === inject.id &&
      kindDeedOf(its).as === "revision",
  );
  return clock.at(minute) + (revised ? REVISED_FIRST : 0);
}

function bodyOf(inject: Inject, deed: Deed, setting: Setting): object {
  switch (deed.as) {
    case "operation":
      return { ...operationOf(inject, setting.clock), ...placesOf(inject.content.data, false) };
    case "request":
      return requestOf(inject, deed.type, setting);
    case "reply":
      return replyOf(inject, setting);
    default:
      return { kind: "alert", type: alertType(inject, deed), ...reportOf(inject, setting.clock) };
  }
}

/** A later version has the type of what it replaces, as far as its own words tell. */
function alertType({ content: { data } }: Inject, deed: Deed): string {
  if (deed.as === "alert") return deed.type;
  if (data["seizure"]) return "seizure";
  return data["traveller"] ? "suspect-traveller" : "sighting";
}

function operationOf(
  { content: { data }, minute, publisher, audience, title }: Inject,
  clock: ScenarioClock,
) {
  const starts = numberIn(data, "starts_minute") ?? windowOf(data)?.[0];
  const ends = numberIn(data, "ends_minute") ?? windowOf(data)?.[1];
  return {
    kind: "operation",
    operation: {
      name: textIn(data, "operation") ?? title,
      phase: ends !== undefined && ends <= minute ? "closed" : "action",
      starts: iso(clock.at(Math.min(starts ?? 0, ends ?? Infinity))),
      ...(ends !== undefined && ends > (starts ?? 0) && { ends: iso(clock.at(ends)) }),
      objective: title,
      participants: [...new Set([publisher, ...audience.members])],
    },
  };
}

function requestOf(
  { content: { data, text } }: Inject,
  type: string,
  { clock, scenario, now }: Setting,
) {
  const last = Math.max(...scenario.injects.map(({ minute }) => minute));
  const by = numberIn(data, "reply_wanted_by_minute") ?? last + 1;
  return {
    kind: "request",
    request: { type, text, answer_by: deadline(clock.at(by), now) },
    ...placesOf(data, false),
    ...conveyanceOf(data),
  };
}

function replyOf({ content: { data, text }, references }: Inject, { noticeOf }: Setting) {
  const request = references.map(noticeOf).find((notice) => notice !== null);
  return {
    kind: "reply",
    reply: {
      ...(request && {
        request: refText(request.ref),
        request_digest: Buffer.from(request.digest).toString("hex"),
      }),
      state: textIn(data, "state") ?? "answered",
      text,
    },
  };
}

const caveatWords: readonly (readonly [RegExp, string])[] = [
  [/source/i, "protect-source"],
  [/onward/i, "no-onward-sharing"],
  [/court/i, "not-for-court"],
];

/** Caveats by their words; a minute in one is that of the scenario. */
function handlingOf({ marking: { caveats } }: Inject, { clock, now }: Setting): object {
  const handling = caveatWords
    .filter(([words]) => caveats.some((caveat) => words.test(caveat)))
    .map(([, word]) => word);
  const embargo = minuteIn(caveats, /embargo/i);
  const acknowledge = minuteIn(caveats, /acknowledg/i);
  return {
    ...(handling.length > 0 && { handling }),
    ...(embargo !== null && { embargo_until: deadline(clock.at(embargo), now) }),
    ...(acknowledge !== null && { acknowledge_by: deadline(clock.at(acknowledge), now) }),
  };
}

function minuteIn(caveats: readonly string[], words: RegExp): number | null {
  const caveat = caveats.find((each) => words.test(each));
  const found = caveat && /minute (\d+)/i.exec(caveat);
  return found ? Number(found[1]) : null;
}

/** Whether only officers by name may see the notice. */
export function isForOfficers({ marking: { caveats } }: Inject): boolean {
  return caveats.some((caveat) => /named officers/i.test(caveat));
}

function referencesOf({ references }: Inject, { noticeOf }: Setting): object {
  const refs = references.flatMap((id) => noticeOf(id)?.ref ?? []);
  return refs.length > 0 ? { references: refs.map(refText) } : {};
}

function audienceOf(
  inject: Inject,
  { participants, audience_groups }: Setting["scenario"],
  operationId: (name: string) => string,
): object {
  const { group, members, operation } = inject.audience;
  if (operation)
    return {
      operations: [operationId(operation)],
      ...(members.length > 0 && { participants: members }),
    };
  const inGroup = new Set(group ? audience_groups[group] : []);
  const named = [...new Set([...inGroup, ...members])].filter((code) => code !== inject.publisher);
  if (isForOfficers(inject)) return { officers: named.map((code) => `${code}:${officerOf(code)}`) };
  if (!group) return { participants: members };
  // A group of everybody is everybody, which the labels judge in their own way.
  if (participants.every((code) => inGroup.has(code))) return { all: true };
  const besides = named.filter((code) => !inGroup.has(code));
  return {
    groups: [directoryGroup(group)],
    ...(besides.length > 0 && { participants: besides }),
  };
}

/**
 * The deed of an inject: what revises only its own publisher's notice, and what answers only a request;
 * otherwise it is a new alert.
 */
export function deedOf(inject: Inject, find: (inject: string) => Inject | null): Deed {
  const deed: Deed = kindDeedOf(inject);
  const [first] = inject.references.map(find);
  const asAlert: Deed = { as: "alert", type: alertType(inject, deed) };
  if (deed.as === "revision") return first?.publisher === inject.publisher ? deed : asAlert;
  if (deed.as !== "reply") return deed;
  const isAnswer = first && kindDeedOf(first).as === "request";
  return isAnswer && first.publisher !== inject.publisher ? deed : asAlert;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
