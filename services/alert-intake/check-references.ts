import { type Reference, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readMarkers } from "@talanoa/platform/bus/markers.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { type OpenedNotice, sectionsOf } from "@talanoa/sharing/notice/open.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Intake } from "./intake.ts";

/**
 * Warns of references that nobody but the originator will see, because it does not hold the notice
 * itself. Of one that it was not sent it is told the same as of one that does not exist.
 */
export async function referenceWarnings(
  intake: Intake,
  opened: OpenedNotice,
): Promise<Violation[]> {
  const { origin } = opened.header;
  const references = sectionsOf(opened, SectionType.REFERENCE);
  const holds = await Promise.all(references.map((each) => isHeld(intake, origin, each)));
  return holds.flatMap((held, i) =>
    held ? [] : { field: `references[${i}]`, rule: "reference-not-held", description },
  );
}

const description =
  "Check the reference: you do not hold this notice, so nobody but you will see the reference.";

async function isHeld(
  { bus, prompt }: Intake,
  origin: string,
  { notice, digest }: Reference,
): Promise<boolean> {
  if (!notice) return false;
  if (notice.origin === origin && digest.length === 0) {
    // One's own notice is held before it is routed.
    const subject = subjects.noticeAnyPrecedence(notice);
    const standing = await prompt.within(readMessage(bus, EXCHANGE, { last_by_subj: subject }));
    return standing !== undefined;
  }
  const markers = await prompt.within(readMarkers(bus, notice));
  const [first] = markers;
  if (!first || !holdersOfAny(markers).has(origin)) return false;
  return digest.length === 0 || Buffer.compare(digest, first.digest) === 0;
}
