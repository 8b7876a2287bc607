import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { audienceNamed } from "./audience-named.ts";
import { type OpenedNotice, sectionOf } from "./open.ts";
import { titleOf } from "./title.ts";

/** What a person wrote of a reply, as a draft has it. */
export interface WrittenReply {
  readonly [field: string]: unknown;
}

/** How long a title may grow. */
const LONGEST_TITLE = 200;

/** The title of the reply to a request: the same. */
export function replyTitle(request: OpenedNotice): string {
  return titleOf(sectionOf(request, SectionType.SUMMARY)?.title ?? "", LONGEST_TITLE);
}

/**
 * The draft of a reply with all that follows from the request: what is written wins, the request's name and
 * digest are always its own.
 * @param also Who gets it besides the requester: TO, or an officer as TO:to-liaison.
 */
export function replyDraft(
  request: OpenedNotice,
  written: WrittenReply,
  also: readonly string[] = [],
): object {
  const { header, digest } = request;
  const { origin, id, version, tlp, exercise } = header;
  const its = written["reply"];
  const answer = typeof its === "object" && its !== null ? its : { text: its };
  return {
    kind: "reply",
    title: replyTitle(request),
    marking: wordOf(tlpWords, tlp),
    ...(exercise && { exercise: true }),
    audience: audienceNamed([origin, ...also]),
    ...written,
    reply: {
      ...answer,
      request: `${origin}/${id}/${version}`,
      request_digest: hex(digest),
    },
  };
}
