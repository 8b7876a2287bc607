import type { Completeness } from "@talanoa/sharing/record/completeness.ts";
import { Time } from "../../parts/time.tsx";
import { inLanguage } from "../../words/words.ts";
import { Continued } from "./continued.tsx";
import type { Followed } from "./from-kept.ts";
import { logWords } from "./log-words.ts";

/** What was found out about an answer of the log. */
export interface Checked extends Followed {
  readonly entries: number;
  /** The entries of the log in which they were proved. */
  readonly size: number;
  /** Null where the caller may not read the records around. */
  readonly completeness: Completeness | null;
  /** What is missing or does not agree. */
  readonly faults: readonly string[];
}

/** More faults are counted, not told. */
const TOLD = 20;

/** Says whether what was shown is proved and complete; loudly when it is not. */
export function Verdict({ entries, size, completeness, faults, since, isKept }: Checked) {
  const words = inLanguage(logWords);
  if (faults.length > 0) {
    return (
      <div class="trouble" role="alert">
        <p>
          <strong>{words.notComplete}</strong>
        </p>
        <ul class="trouble-violations">
          {faults.slice(0, TOLD).map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {faults.length > TOLD && <li>{words.andMore(faults.length - TOLD)}</li>}
        </ul>
      </div>
    );
  }
  return (
    <div class="log-good" role="status">
      {entries > 0 && <p>{words.proved(entries, size)}</p>}
      <p>
        <UpTo completeness={completeness} size={size} />
      </p>
      {size > 0 && <Continued since={since} isKept={isKept} />}
    </div>
  );
}

function UpTo({ completeness, size }: Pick<Checked, "completeness" | "size">) {
  const words = inLanguage(logWords);
  if (!completeness) return <>{words.nothingMissing}</>;
  const { party, span, upTo } = completeness;
  if (!upTo || !span) return <>{words.notYet}</>;
  const [first, last] = span;
  return (
    <>
      {words.completeUpTo} {words.completeOf(upTo.index, size)} <Time at={upTo.at} />
      {party ? words.records(party, first, last) : words.entriesRead(first, last)}
    </>
  );
}

/** What was not proved: the log shows other than it signed. */
export function NotProved({ reason }: { readonly reason: string }) {
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{inLanguage(logWords).notGenuine}</strong>
      </p>
      <p>{reason}</p>
    </div>
  );
}
