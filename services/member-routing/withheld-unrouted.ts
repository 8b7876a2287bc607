import { EXCHANGE, type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Around } from "./holders.ts";
import { standingNotice } from "./read-notice.ts";
import { type Routed, routedToNobody } from "./routed-notice.ts";
import { ruleOf } from "./rule-sentences.ts";
import { type Ended, withheldFurther } from "./withheld-further.ts";

/**
 * Markers that give nobody anything, for all of a notice that was to be given before its end and has no marker yet. Once they
 * stand, its markers never give anybody a copy any more: whoever had decided otherwise finds them.
 */
export async function withheldUnrouted(
  around: Around,
  notice: NoticeName,
  ended: Ended,
): Promise<Routed[]> {
  return [
    ...(await withheldVersions(around, notice, ended)),
    ...(await withheldFurther(around, notice, ended)),
  ];
}

/** For each version that was not routed. */
async function withheldVersions(
  around: Around,
  { origin, id }: NoticeName,
  { life, markers, now }: Ended,
): Promise<Routed[]> {
  const routed = new Set(markers.map(({ version }) => version));
  const withheld: Routed[] = [];
  for (let version = 1; version <= life.newest; version++) {
    if (routed.has(version)) continue;
    const subject = subjects.noticeAnyPrecedence({ origin, id, version });
    const message = await readMessage(around.bus, EXCHANGE, { last_by_subj: subject });
    if (!message) continue;
    const directory = around.directory.at(message.sequence);
    withheld.push(routedToNobody(standingNotice(message), ruleOf(life), directory, now));
  }
  return withheld;
}
