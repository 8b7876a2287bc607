import {
  type FieldViolation,
  IntakeService,
  type Receipt,
  SealedNotice,
  type SignedReceipt,
} from "@talanoa/contract/generated/talanoa.ts";
import type { NoticeContent } from "@talanoa/sharing/notice/content.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { checkedReceipt } from "./genuine-receipt.ts";
import type { Publication } from "./publication.ts";
import { sealContent, sealDraft } from "./seal-draft.ts";

/** A notice that the hub has stored and logged, with the hub's signed word for it. */
export interface Accepted {
  readonly publication: Publication;
  readonly receipt: Receipt;
  readonly signedReceipt: SignedReceipt;
  /** What is odd and was accepted all the same. */
  readonly warnings: readonly Violation[];
}

/**
 * Seals a draft, or content that a program composed, and publishes it. Throws InvalidNotice when it
 * breaks a rule, HubError when the hub refuses it or does not answer, NotGenuine when the receipt is
 * not the hub's. What must survive this process goes through the outbox: see deliver.ts.
 */
export async function publish(
  hub: Hub,
  notice: { draft: unknown } | { content: NoticeContent },
  options: CallOptions = {},
): Promise<Accepted> {
  const sealed =
    "draft" in notice
      ? await sealDraft(hub.identity, notice.draft, Date.now())
      : await sealContent(hub.identity, notice.content, Date.now());
  const accepted = await send(hub, sealed.publication, options);
  return { ...accepted, warnings: together(sealed.warnings, accepted.warnings) };
}

/** Sends a sealed notice, which may have been sent before, and checks the receipt. */
export async function send(
  hub: Hub,
  publication: Publication,
  options: CallOptions = {},
): Promise<Accepted> {
  const { receipt: signed, warnings } = await hub.call(
    IntakeService.publish,
    { notice: SealedNotice.decode(publication.sealed) },
    { deadline: deadlineFor(publication.sealed.length), ...options },
  );
  const receipt = await checkedReceipt(signed, publication, hub.identity.hub);
  return { publication, receipt, signedReceipt: signed!, warnings: warnings.map(violationOf) };
}

/** Milliseconds for a message of so many bytes over a link that gives 32 kbit/s, and then some. */
export function deadlineFor(bytes: number): number {
  return 20_000 + bytes / 4;
}

export function violationOf({ field, reason, description }: FieldViolation): Violation {
  return { field, rule: reason, description };
}

/** Warnings of both sides, each once: the client runs most of the hub's rules itself. */
export function together(own: readonly Violation[], its: readonly Violation[]): Violation[] {
  const key = ({ field, rule }: Violation) => `${field} ${rule}`;
  return [...new Map([...own, ...its].map((each) => [key(each), each])).values()];
}
