import type { RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import { requestStateWords, wordOf } from "@talanoa/contract/words.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

/** How far a request has come, in a line: `open until …; awaited: WS; answered: TO by TO/1c0d4e77`. */
export function requestText(status: RequestStatus): string {
  const { state, answerBy } = status;
  return [
    `${wordOf(requestStateWords, state)}, answer by ${utcAndLocal(answerBy)}`,
    whoText(status),
  ]
    .filter(Boolean)
    .join("; ");
}

/** Who is awaited and who has answered. */
export function whoText({ awaited, answers }: RequestStatus): string {
  const answered = answers.map(({ participant, reply }) =>
    reply ? `${participant} by ${shortId(reply)}` : participant,
  );
  return [
    ...(awaited.length > 0 ? [`awaited: ${awaited.join(", ")}`] : []),
    ...(answered.length > 0 ? [`answered: ${answered.join(", ")}`] : []),
  ].join("; ");
}
