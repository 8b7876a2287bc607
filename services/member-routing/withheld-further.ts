import { ConsentAnswer, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Marker } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import type { Life } from "@talanoa/sharing/lifecycle/life.ts";
import type { Widening } from "@talanoa/sharing/routing/rule.ts";
import { grantOf, wideningOf } from "./grant.ts";
import { type Around, audienceOf, joinedCause, joiningsAfter } from "./holders.ts";
import { readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { type Routed, routedFurther } from "./routed-notice.ts";
import { ruleOf } from "./rule-sentences.ts";

/** A notice that has ended. */
export interface Ended {
  readonly life: Life;
  /** Where in the stream what ended it stands; the directory is known up to there. */
  readonly end: number;
  /** All that stand, of any version. */
  readonly markers: readonly Marker[];
  /** Unix ms. */
  readonly now: number;
}

/** What widens a version, and by which cause its marker is named. */
interface Further {
  readonly cause: string;
  readonly widening: Widening;
  /** Of what says so. */
  readonly sequence: number;
}

/**
 * Markers that give nobody anything, for each grant and each joining before the end of a notice that has
 * no marker yet: who had decided on it before the end, and was held up since, finds that it stands. What
 * comes after the end sees that there is one.
 */
export async function withheldFurther(
  around: Around,
  { origin, id }: NoticeName,
  { life, end, markers, now }: Ended,
): Promise<Routed[]> {
  const { bus, directory } = around;
  const withheld: Routed[] = [];
  for (let version = 1; version <= life.newest; version++) {
    const ref = { origin, id, version };
    const subject = subjects.noticeAnyPrecedence(ref);
    const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    // Where a tombstone stands, this was done before.
    if (!message || erasedBy(message)) continue;
    const standing = standingNotice(message);
    const read = readNotice(standing);
    const causes = new Set(markers.flatMap((its) => (its.version === version ? its.cause : [])));
    for (const { cause, widening, sequence } of [
      ...(await grantsOf(around, ref, end)),
      ...(await joiningsOf(around, standing, end)),
    ]) {
      if (causes.has(cause)) continue;
      const routed = routedFurther(standing, read, {
        cause,
        widening,
        withheldBy: ruleOf(life),
        directory: directory.at(sequence),
        holders: new Map(),
        routedAt: now,
      });
      withheld.push(routed);
    }
  }
  return withheld;
}

async function grantsOf({ bus }: Around, ref: NoticeRef, end: number): Promise<Further[]> {
  const grants: Further[] = [];
  const filter = subjects.consentAnswers(ref);
  for (let from = 1; ;) {
    const found = await readMessage(bus, EXCHANGE, { seq: from, next_by_subj: filter });
    if (!found || found.sequence >= end) return grants;
    from = found.sequence + 1;
    const { statement, granted } = ConsentAnswer.decode(found.payload);
    if (!granted) continue;
    const subject = subjects.statement(ref.origin, statement);
    const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    const grant = message && grantOf(message);
    if (!grant) continue;
    grants.push({ cause: grant.id, widening: wideningOf(grant), sequence: grant.sequence });
  }
}

async function joiningsOf(
  around: Around,
  standing: StandingNotice,
  end: number,
): Promise<Further[]> {
  const read = readNotice(standing);
  if (read instanceof Error) return [];
  const joinings = joiningsAfter(around, standing, await audienceOf(around, standing, read));
  // One that joins twice has one marker.
  const first = new Map(joinings.toReversed().map((its) => [joinedCause(its), its]));
  return [...first].flatMap(([cause, { operation, participant, sequence, storedAt }]) =>
    sequence < end
      ? { cause, widening: { by: "joining", operation, participant, at: storedAt }, sequence }
      : [],
  );
}
