import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import { type Deed, kindNames, type ScenarioKind, scenarioKinds } from "./kinds.ts";
import type { Data } from "./read-fact.ts";
import type { Inject } from "./scenario.ts";

type OfKind = Pick<Inject, "notice_kind" | "content" | "audience">;

export function isKnownKind(kind: string): kind is ScenarioKind {
  return Object.hasOwn(scenarioKinds, kind);
}

/** What an inject's kind does in the hub; a kind that is not known is an alert. */
export function kindDeedOf(inject: Pick<OfKind, "notice_kind" | "content">): Deed {
  const { notice_kind: kind, content } = inject;
  if (isKnownKind(kind)) return scenarioKinds[kind];
  const nearest = nearestKind(kind);
  const deed: Deed | null = nearest && scenarioKinds[nearest];
  return deed?.as === "alert" ? deed : { as: "alert", type: alertTypeOf(content.data) };
}

/** The type of an alert as far as its facts tell. */
function alertTypeOf(data: Data): string {
  if (data["seizure"]) return "seizure";
  if (data["traveller"]) return "suspect-traveller";
  if (data["container"] || data["suspected"]) return "suspect-consignment";
  if (data["craft"]) return "small-craft";
  return data["ship"] || data["place"] || data["position"] ? "sighting" : "method";
}

/** Facts that steer what is no alert: to send an alert instead would play something else. */
export const STEERING = ["query", "with", "late", "outcome", "participant", "partners", "sponsor"];

/** Why an inject of a kind that is not known cannot be sent as an alert; null when it can. */
export function kindFault({ notice_kind: kind, content, audience }: OfKind): string | null {
  if (isKnownKind(kind)) return null;
  const nearest = nearestKind(kind);
  const steering = STEERING.find((name) => content.data[name] !== undefined);
  const isAddressed = audience.group ?? audience.operation ?? audience.members[0];
  const deed: Deed | null = nearest && scenarioKinds[nearest];
  if (isAddressed && !steering && (!deed || deed.as === "alert")) return null;
  const meant = nearest ? `did you mean ${nearest}? ` : "";
  const why = steering ? `has ${steering}` : isAddressed ? "" : "is addressed to nobody";
  const noAlert = why ? `it ${why}, so it can be no alert; ` : "";
  return `there is no kind ${kind}; ${meant}${noAlert}the kinds are ${kindNames.join(", ")}`;
}

/** The kind that is meant by a slip of the pen, of two characters at most: more of a long word is another word. */
function nearestKind(kind: string): ScenarioKind | null {
  const near = kindNames.filter((name) => Math.abs(name.length - kind.length) <= 2);
  const nearest = nearestWord(kind, near) as ScenarioKind | undefined;
  return nearest && sameEnds(kind, nearest) ? nearest : null;
}

/** Whether two words differ in one place alone, of two characters at most. */
function sameEnds(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return Math.max(one.length, other.length) - start - end <= 2;
}

/** What an inject that is played as something else is played as: for who runs it. */
export function kindWarning(inject: Inject): string | null {
  if (isKnownKind(inject.notice_kind)) return null;
  const deed = kindDeedOf(inject);
  const type = deed.as === "alert" ? deed.type : deed.as;
  return `there is no kind ${inject.notice_kind}: it is sent as an alert, ${type}`;
}
