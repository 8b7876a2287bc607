/** The table-top exercise, as far as its injects are read here. Times are minutes from its start. */
export interface Exercise {
  readonly audience_groups: { readonly [group: string]: readonly string[] };
  readonly link_outages: readonly {
    readonly members: readonly string[];
    readonly from_minute: number;
    readonly to_minute: number;
  }[];
  readonly injects: readonly Inject[];
}

export interface Inject {
  readonly id: string;
  readonly minute: number;
  readonly event_minute: number;
  readonly publisher: string;
  readonly notice_kind: string;
  readonly title: string;
  readonly content: { readonly text: string; readonly data: Data };
  readonly marking: {
    readonly tlp: string;
    readonly source_reliability: string | null;
    readonly information_credibility: number | null;
    readonly expires_after_minutes: number | null;
  };
  readonly audience: { readonly group: string | null; readonly members: readonly string[] };
  readonly idempotency_key: string;
  readonly expected: {
    readonly accepted: boolean;
    readonly receive: readonly string[];
    readonly not_receive: readonly string[];
  };
}

interface Place {
  readonly unlocode: string;
}

interface Data {
  readonly craft?: { readonly type: string; readonly exercise_name?: string };
  readonly ship?: { readonly type: string; readonly exercise_name?: string };
  readonly container?: string;
  readonly place?: Place;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly departed?: Place;
  readonly destination?: Place;
  readonly seizure?: {
    readonly type: string;
    readonly hs_heading: string;
    readonly quantity: number;
    readonly unit: string;
  };
  readonly concealment?: string;
}

const MINUTE = 60_000;

/** What kind of alert an inject is; the kinds that are not here have no form in the hub as yet. */
const alertTypes: { readonly [kind: string]: string } = {
  "enforcement-alert": "suspect-consignment",
  "small-craft-alert": "small-craft",
  "sighting-report": "sighting",
  "seizure-report": "seizure",
  "method-note": "method",
  "lessons-note": "method",
};

/** The group of the directory that stands for one of the exercise. */
export function exerciseGroup(group: string): string {
  return `EXERCISE-${group}`;
}

/** The draft of an inject of an exercise that starts then (Unix ms); null when the hub has no such kind. */
export function draftOf(inject: Inject, start: number): object | null {
  const type = alertTypes[inject.notice_kind];
  const body = type ? alertOf(inject, type, start) : operationOf(inject, start);
  if (!body) return null;
  const { tlp, source_reliability, information_credibility, expires_after_minutes } =
    inject.marking;
  const grading = {
    reliability: source_reliability,
    credibility: information_credibility,
  };
  return {
    ...body,
    title: inject.title,
    narrative: inject.content.text,
    marking: { tlp, ...(source_reliability && grading) },
    audience: audienceOf(inject),
    exercise: true,
    ...(expires_after_minutes && {
      expires: iso(Date.now() + expires_after_minutes * MINUTE),
    }),
  };
}

function audienceOf({ audience: { group, members } }: Inject): object {
  if (group === "ALL-MEMBERS") return { all: true };
  if (group === "POLYNESIA") return { sub_regions: ["polynesia"] };
  return group ? { groups: [exerciseGroup(group)] } : { participants: members };
}

function operationOf({ notice_kind, publisher, audience, event_minute }: Inject, start: number) {
  if (notice_kind !== "joint-operation-notice") return null;
  return {
    kind: "operation",
    operation: {
      name: "EXERCISE SAILCLOTH",
      phase: event_minute < 2880 ? "action" : "closed",
      starts: iso(start),
      objective: "Joint watch on small craft and transit containers.",
      participants: [publisher, ...audience.members],
    },
  };
}

function alertOf({ content: { data }, event_minute }: Inject, type: string, start: number): object {
  const { seizure, concealment, container, position, place, departed, destination } = data;
  const craft = data.craft ?? data.ship;
  return {
    kind: "alert",
    type,
    when: iso(start + event_minute * MINUTE),
    where: position ? { name: "At sea", ...position } : (place?.unlocode ?? "Pacific Ocean"),
    ...((craft || container) && {
      conveyance: {
        type: craft?.type,
        name: craft?.exercise_name,
        ...(container && { containers: [container] }),
      },
    }),
    ...(seizure && {
      goods: {
        class: seizure.type,
        hs_heading: seizure.hs_heading,
        quantity: seizure.quantity,
        unit: seizure.unit,
        concealment,
      },
    }),
    route: { departure: departed?.unlocode, destination: destination?.unlocode },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
