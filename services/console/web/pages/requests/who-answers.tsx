import type { RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import { noticePath } from "../../parts/notice-link.tsx";
import { inLanguage } from "../../words/words.ts";
import { requestsWords } from "./requests-words.ts";

/** Who is awaited, and who has answered, each with its reply where one may be shown it. */
export function WhoAnswers({ status: { awaited, answers } }: { readonly status: RequestStatus }) {
  const words = inLanguage(requestsWords);
  return (
    <>
      {awaited.length > 0 && (
        <p>
          <span class="quiet">{words.awaited}</span> {awaited.join(", ")}
        </p>
      )}
      {answers.length > 0 && (
        <p>
          <span class="quiet">{words.answered}</span>{" "}
          {answers.map(({ participant, reply }, i) => (
            <span key={reply?.id ?? participant}>
              {i > 0 && ", "}
              {reply ? <a href={noticePath(reply)}>{participant}</a> : participant}
            </span>
          ))}
        </p>
      )}
    </>
  );
}
