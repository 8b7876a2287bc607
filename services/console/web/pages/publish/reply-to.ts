import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { Kind, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords, tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import type { Session } from "../../session.ts";
import type { Written } from "./form/draft-path.ts";

/** The beginning of a reply to a request that one holds. Throws HubError, and NotGenuine for a copy that is not. */
export async function beginReply(
  { hub, keys }: Session,
  name: { readonly origin: string; readonly id: string },
): Promise<Written> {
  const content = await checkCopy(await getNotice(hub, { ...name, version: 0 }), keys);
  if (content.kind !== "notice") throw new NotGenuine("this copy is not what was signed");
  return replyTo(content.notice);
}

/** A reply with the name and the digest of its request, to whoever asked and under the same marking. */
export function replyTo(request: OpenedNotice): Written {
  const { header, digest } = request;
  const title = sectionOf(request, SectionType.SUMMARY)?.title ?? "";
  return {
    kind: kindWords[Kind.REPLY],
    title,
    reply: { request: refText(header), request_digest: hexOf(digest) },
    marking: { tlp: wordOf(tlpWords, header.tlp) },
    ...(header.exercise && { exercise: true }),
    audience: { participants: [header.origin] },
  };
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
