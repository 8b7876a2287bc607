import { inLanguage } from "../../words/words.ts";
import type { Followed } from "./from-kept.ts";
import { logWords } from "./log-words.ts";

/** Whether the log in which something was proved continues what this browser saw of it before. */
export function Continued({ since, isKept }: Followed) {
  const words = inLanguage(logWords);
  return (
    <>
      {since !== null && <p>{words.continues(since)}</p>}
      {since === null && isKept && <p>{words.first}</p>}
      {!isKept && <p>{words.notKept}</p>}
    </>
  );
}
