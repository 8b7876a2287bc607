import { type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { ScenarioClock } from "./clock.ts";
import { type Deed, scenarioKinds } from "./kinds.ts";
import type { Inject, Scenario } from "./scenario.ts";

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

/** The draft of a notice as the scenario's inject has it. */
export function draftOf(inject: Inject, deed: Deed, setting: Setting): object {
  const { marking, event_minute = inject.minute } = inject;
  const { clock, now } = setting;
  const grading = marking.source_reliability &&
    marking.information_credibility && {
      reliability: marking.source_reliability,
      credibility: marking.information_credibility,
    };
  return {
    ...bodyOf(inject, deed, setting),
    title: inject.title,
    when: iso(clock.at(event_minute)),
    ...(speaksByItself(deed) ? {} : { narrative: inject.content.text || inject.title }),
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
      (scenarioKinds[its.notice_kind] as Deed).as === "revision",
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
  { content: { data, text }, title }: Inject,
  type: string,
  { clock, scenario, now }: Setting,
) {
  const last = Math.max(...scenario.injects.map(({ minute }) => minute));
  const by = numberIn(data, "reply_wanted_by_minute") ?? last + 1;
  return {
    kind: "request",
    request: { type, text: text || title, answer_by: deadline(clock.at(by), now) },
    ...placesOf(data, false),
    ...conveyanceOf(data),
  };
}

function replyOf({ content: { data, text }, title, references }: Inject, { noticeOf }: Setting) {
  const request = references.map(noticeOf).find((notice) => notice !== null);
  return {
    kind: "reply",
    reply: {
      ...(request && {
        request: refText(request.ref),
        request_digest: Buffer.from(request.digest).toString("hex"),
      }),
      state: textIn(data, "state") ?? "answered",
      text: text || title,
    },
  };
}

function reportOf({ content: { data } }: Inject, clock: ScenarioClock): object {
  return {
    ...placesOf(data, true),
    ...conveyanceOf(data),
    ...goodsOf(data),
    ...passengersOf(data, clock),
  };
}

function placesOf(data: Data, required: boolean): object {
  const position = objectIn(data, "position");
  const place = unlocodeIn(data, "place");
  const where = position ? { name: "At sea", ...position } : place;
  const transit = [...listIn(data, "transit"), ...listIn(data, "route")].flatMap(
    (each) => textIn(each, "unlocode") ?? [],
  );
  const route = {
    departure:
      unlocodeIn(data, "departed") ?? unlocodeIn(data, "loaded") ?? unlocodeIn(data, "left"),
    transit,
    destination: unlocodeIn(data, "destination"),
  };
  const isSaid = route.departure || route.destination || transit.length > 0;
  return {
    ...(where || required ? { where: where ?? "Pacific Ocean" } : {}),
    ...(isSaid && { route }),
  };
}

function conveyanceOf(data: Data): object {
  const craft = objectIn(data, "craft") ?? objectIn(data, "ship");
  const container = textIn(data, "container");
  if (!craft && !container) return {};
  const imo = craft && textIn(craft, "imo")?.replaceAll(/\D/g, "");
  return {
    conveyance: {
      type: craft && textIn(craft, "type"),
      name: craft && textIn(craft, "exercise_name"),
      ...(imo && { imo }),
      ...(craft && textIn(craft, "mmsi") && { mmsi: textIn(craft, "mmsi") }),
      ...(container && { containers: [container] }),
    },
  };
}

function goodsOf(data: Data): object {
  const seizure = objectIn(data, "seizure") ?? objectIn(data, "suspected");
  if (!seizure) return {};
  const quantity = numberIn(seizure, "quantity");
  const method = textIn(data, "concealment");
  return {
    goods: [
      {
        name: textIn(seizure, "commodity"),
        class: textIn(seizure, "type"),
        hs_heading: textIn(seizure, "hs_heading"),
        ...(quantity !== undefined && { quantity, unit: textIn(seizure, "unit") ?? "kg" }),
        ...(method && { concealment: { method } }),
      },
    ],
  };
}

function passengersOf(data: Data, clock: ScenarioClock): object {
  const traveller = objectIn(data, "traveller");
  if (!traveller) return {};
  return {
    passengers: [
      {
        reference: textIn(traveller, "reference"),
        document_type: textIn(traveller, "document_type"),
        document_number: textIn(traveller, "document_number"),
        flight: textIn(traveller, "flight"),
        flight_date: iso(clock.at(0)).slice(0, 10),
        departs: unlocodeIn(data, "departs"),
        arrives: unlocodeIn(data, "arrives"),
        onward: unlocodeIn(data, "onward"),
        indicator: textIn(data, "indicator"),
      },
    ],
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
  if (operation) return { operations: [operationId(operation)] };
  if (group) {
    const inGroup = new Set(audience_groups[group]);
    // A group of everybody is everybody, which the labels judge in their own way.
    return participants.every((code) => inGroup.has(code))
      ? { all: true }
      : { groups: [directoryGroup(group)] };
  }
  if (!isForOfficers(inject)) return { participants: members };
  return { officers: members.map((code) => `${code}:${officerOf(code)}`) };
}

/**
 * The deed of an inject: what revises only its own publisher's notice, and what answers only a request;
 * otherwise it is a new alert.
 */
export function deedOf(inject: Inject, find: (inject: string) => Inject | null): Deed {
  const deed: Deed = scenarioKinds[inject.notice_kind];
  const [first] = inject.references.map(find);
  const asAlert: Deed = { as: "alert", type: alertType(inject, deed) };
  if (deed.as === "revision") return first?.publisher === inject.publisher ? deed : asAlert;
  if (deed.as !== "reply") return deed;
  const isAnswer = first && (scenarioKinds[first.notice_kind] as Deed).as === "request";
  return isAnswer && first.publisher !== inject.publisher ? deed : asAlert;
}

type Data = { readonly [field: string]: unknown };

function textIn(data: Data, field: string): string | undefined {
  const value = data[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberIn(data: Data, field: string): number | undefined {
  const value = data[field];
  return typeof value === "number" ? value : undefined;
}

function objectIn(data: Data, field: string): Data | undefined {
  const value = data[field];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Data)
    : undefined;
}

function listIn(data: Data, field: string): Data[] {
  const value = data[field];
  return Array.isArray(value)
    ? value.filter((each): each is Data => typeof each === "object" && each !== null)
    : [];
}

function windowOf(data: Data): readonly number[] | undefined {
  const value = data["window_minutes"];
  return Array.isArray(value) && value.every((each) => typeof each === "number")
    ? (value as number[])
    : undefined;
}

function unlocodeIn(data: Data, field: string): string | undefined {
  const place = objectIn(data, field);
  return place && textIn(place, "unlocode");
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
