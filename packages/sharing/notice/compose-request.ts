import type { NoticeRef, ReplyBody, RequestBody } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { answerStateWords, codeOf, requestTypeWords } from "@talanoa/contract/words.ts";
import { fromHex } from "@talanoa/crypto/bytes.ts";
import type { Draft } from "./draft.ts";
import { readTime } from "./draft-time.ts";
import { said } from "./said.ts";

/** An answer is in time until the last moment of the day or month that was written. */
export function requestOf(written: NonNullable<Draft["request"]>): Init<RequestBody> {
  return said({
    type: written.type && codeOf(requestTypeWords, written.type),
    text: written.text,
    answerBy: written.answer_by && readTime(written.answer_by)?.last,
    operation: written.operation,
  }) as Init<RequestBody>;
}

export function replyOf(written: NonNullable<Draft["reply"]>): Init<ReplyBody> {
  return said({
    request: written.request === undefined ? undefined : namedRequest(written.request),
    requestDigest: written.request_digest && fromHex(written.request_digest.replaceAll(/\s/g, "")),
    state: written.state && codeOf(answerStateWords, written.state),
    text: written.text,
  }) as Init<ReplyBody>;
}

/** `FJ/<id>/<version>`; the first version unless it is given. What is no name, the rules find. */
function namedRequest(text: string): Init<NoticeRef> {
  const [origin = "", id = "", version = "1"] = text.trim().split("/");
  return said({ origin, id, version: /^[1-9][0-9]{0,8}$/.test(version) ? Number(version) : 0 });
}
