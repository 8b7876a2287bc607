import type { ComponentChildren } from "preact";
import { Answered } from "../../parts/answered.tsx";
import { AsOf } from "../../parts/as-of.tsx";
import type { Asked } from "../../parts/use-asked.ts";
import { useGoingOn } from "../../parts/use-going-on.ts";
import { inLanguage } from "../../words/words.ts";
import { requestsWords } from "./requests-words.ts";

/** A list as the hub answered it, which is asked for anew by a button; it says when there would be more. */
export function AskedList<Answer extends { readonly more: boolean }>({
  asked,
  children,
}: {
  readonly asked: Asked<Answer>;
  readonly children: (answer: Answer) => ComponentChildren;
}) {
  const words = inLanguage(requestsWords);
  useGoingOn(asked);
  return (
    <>
      <div class="row">
        <button type="button" disabled={asked.isAsking} onClick={asked.again}>
          {words.refresh}
        </button>
      </div>
      <AsOf {...asked} />
      <Answered asked={asked}>
        {(answer) => (
          <>
            {children(answer)}
            {answer.more && <p class="quiet">{words.more}</p>}
          </>
        )}
      </Answered>
    </>
  );
}
