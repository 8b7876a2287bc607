import { type Audience, OperationPhase, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import { validKey } from "@talanoa/sharing/directory/standing.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { noticeSigningInput, verifySignature } from "@talanoa/sharing/notice/sign.ts";
import { validateNotice } from "@talanoa/sharing/notice/validate.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";
import { agreementWarnings } from "./check-agreements.ts";

/** What was found in a notice; it is fit to be stored when there are no violations. */
export interface Checked {
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

/**
 * Checks an opened notice of the caller's own participant against all rules, at a time (Unix ms) and
 * with a directory. `header` is the bytes that were signed.
 */
export async function checkNotice(
  opened: OpenedNotice,
  header: Uint8Array,
  directory: Directory,
  now: number,
): Promise<Checked> {
  const { origin, kind } = opened.header;
  const key = validKey(directory, opened.keyId, { participant: origin, kind, time: now });
  if (!key) return { violations: [violation("key_id", "key-valid")], warnings: [] };
  // Checked by other threads while this one goes through the content.
  const holds = verifySignature(noticeSigningInput(header), key.publicKey, opened.signature);
  const { violations, warnings } = validateNotice(opened, { now });
  if (!(await holds))
    return { violations: [violation("signature", "signature-holds")], warnings: [] };
  const sender = { origin, now };
  const names = [
    ...unknownNames(opened.routing?.audience ?? null, directory, sender),
    ...operationNames(opened, directory, sender),
  ];
  const agreements = agreementWarnings(opened, directory, now);
  return {
    violations: [...violations, ...names],
    warnings: [...warnings, ...agreements],
  };
}

const violation = violationOf({
  "key-valid":
    "Sign with a key that the directory lists for your participant and that is valid now for this kind.",
  "signature-holds": "Sign the header's bytes, as they are sent, with the key that is named.",
});

/**
 * Rules that a notice may break today though it kept them when it was first sent: the time has gone
 * on, or the directory has.
 */
const passing: ReadonlySet<string> = new Set([
  "id-old",
  "key-valid",
  "participant-in-directory",
  "group-in-directory",
  "sub-region-in-directory",
  "operation-in-directory",
  "operation-open",
  // The request may have been taken back since.
  "reply-request-held",
  "request-withdrawn",
  "notice-recalled",
]);

/** Whether the notice may have been in order when it was first sent. */
export function mayHaveStood(violations: readonly Violation[]): boolean {
  return violations.every(({ rule }) => passing.has(rule));
}

/** Who addresses, and when (Unix ms). */
interface Sender {
  readonly origin: string;
  readonly now: number;
}

/** The names in an audience that the directory does not have. They are not quoted: anyone wrote them. */
export function unknownNames(
  audience: Audience | null,
  directory: Directory,
  sender: Sender,
): Violation[] {
  if (!audience) return [];
  const participant = (field: string, id: string): Violation[] =>
    directory.participant(id)
      ? []
      : [{ field, rule: "participant-in-directory", description: nameSentences.participant }];
  return [
    ...audience.participants.flatMap((id, i) => participant(`audience.participants[${i}]`, id)),
    ...audience.officers.flatMap((each, i) =>
      participant(`audience.officers[${i}]`, each.participant),
    ),
    ...audience.groups.flatMap((id, i) =>
      directory.group(id)
        ? []
        : [
            {
              field: `audience.groups[${i}]`,
              rule: "group-in-directory",
              description: nameSentences.group,
            },
          ],
    ),
    ...audience.operations.flatMap((id, i) =>
      operationFault(`audience.operations[${i}]`, id, directory, sender),
    ),
    ...audience.subRegions.flatMap((name, i) =>
      hasMembers(name, directory)
        ? []
        : [
            {
              field: `audience.sub_regions[${i}]`,
              rule: "sub-region-in-directory",
              description: nameSentences.subRegion,
            },
          ],
    ),
  ];
}

/** The operation whose task or report a notice says that it is. */
function operationNames(opened: OpenedNotice, directory: Directory, sender: Sender): Violation[] {
  const named = {
    "operation.id": sectionOf(opened, SectionType.OPERATION)?.operation,
    "request.operation": sectionOf(opened, SectionType.REQUEST)?.operation,
  };
  return Object.entries(named).flatMap(([field, id]) =>
    id ? operationFault(field, id, directory, sender) : [],
  );
}

/** Of an operation in which one has no part one is told the same as of one that does not exist. */
function operationFault(
  field: string,
  id: string,
  directory: Directory,
  { origin, now }: Sender,
): Violation[] {
  const operation = directory.operation(id);
  const takesPart = directory.operationRows(id, origin).some(({ period }) => covers(period, now));
  if (!operation || (!takesPart && origin !== SECRETARIAT)) {
    return [{ field, rule: "operation-in-directory", description: nameSentences.operation }];
  }
  if (operation.phase !== OperationPhase.CLOSED) return [];
  return [{ field, rule: "operation-open", description: nameSentences.closed }];
}

const nameSentences = {
  participant: "Name a participant of the directory: talanoa directory participants lists them.",
  group: "Name a group of the directory: talanoa directory groups lists them.",
  operation:
    "Name a joint operation in which you take part: talanoa directory operations lists them.",
  closed: "Address another operation: this one is closed.",
  subRegion: "Name a sub-region in which the directory has a participant.",
};

function hasMembers(subRegion: string, directory: Directory): boolean {
  return directory.participants().some((participant) => participant.subRegion === subRegion);
}
