import { useSignal } from "@preact/signals";
import type { LogEntry } from "@talanoa/client/log.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { summaryOf } from "@talanoa/sharing/story/summary.ts";
import { Time } from "../../parts/time.tsx";
import { inLanguage } from "../../words/words.ts";
import { trailPath } from "./log-view.ts";
import { logWords } from "./log-words.ts";
import { noticesOfEntry } from "./notices-of-entry.ts";
import { storyWords } from "./story-words.ts";

/** Stories that are offered from one row at once, or one more; a batch of copies names a thousand notices. */
const OFFERED = 3;

export interface Proving {
  readonly onProve: (entry: LogEntry) => void;
}

/** One entry as a row of the table. */
export function EntryRow({ entry, onProve }: { readonly entry: LogEntry } & Proving) {
  const { index, at, altered } = entry;
  return (
    <tr class={altered ? "log-altered" : ""}>
      <th scope="row" class="number">
        {index}
      </th>
      <td>
        <Time at={at} seconds />
      </td>
      <td>{storyWords().step(entry.step)}</td>
      <td>
        <Who entry={entry} />
      </td>
      <td class="log-what">
        <Says entry={entry} />
      </td>
      <td>
        <ProveButton entry={entry} onProve={onProve} />
      </td>
    </tr>
  );
}

/** One entry as a point of the timeline. */
export function EntryPoint({ entry, onProve }: { readonly entry: LogEntry } & Proving) {
  const { index, at, altered } = entry;
  return (
    <li class={altered ? "log-point log-altered" : "log-point"}>
      <p class="row">
        <Time at={at} seconds />
        <strong>{storyWords().step(entry.step)}</strong>
        <Who entry={entry} />
        <span class="quiet">#{index}</span>
        <ProveButton entry={entry} onProve={onProve} />
      </p>
      <p class="log-what">
        <Says entry={entry} />
      </p>
    </li>
  );
}

function Who({ entry }: { readonly entry: LogEntry }) {
  if (entry.altered) return null;
  const { participant, principal } = summaryOf(entry);
  if (participant === "") return <span class="quiet">{inLanguage(logWords).theHub}</span>;
  return (
    <>
      <strong>{participant}</strong> <span class="quiet">{principal}</span>
    </>
  );
}

function Says({ entry }: { readonly entry: LogEntry }) {
  const words = inLanguage(logWords);
  const { exercise, says } = summaryOf(entry, storyWords());
  return (
    <>
      {exercise && <strong class="log-exercise">{words.exercise} </strong>}
      {says}
      <Stories notices={noticesOfEntry(entry)} />
    </>
  );
}

/** The story of every notice that an entry names: some at once, the others when asked for. */
function Stories({ notices }: { readonly notices: readonly NoticeRef[] }) {
  const words = inLanguage(logWords);
  const isWhole = useSignal(false);
  const offered = notices.length > OFFERED + 1 ? notices.slice(0, OFFERED) : notices;
  const others = notices.slice(offered.length);
  const link = (notice: NoticeRef) => (
    <a key={`${notice.origin}/${notice.id}`} class="log-story-link" href={trailPath(notice)}>
      {`${words.story} ${shortId(notice)}`}
    </a>
  );
  return (
    <>
      {offered.map(link)}
      {others.length > 0 && (
        <button
          type="button"
          class="button-quiet"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {words.moreStories(others.length)}
        </button>
      )}
      {isWhole.value && others.map(link)}
    </>
  );
}

function ProveButton({ entry, onProve }: { readonly entry: LogEntry } & Proving) {
  const words = inLanguage(logWords);
  if (entry.altered) return null;
  return (
    <button
      type="button"
      class="button-quiet"
      aria-label={words.proveOne(entry.index)}
      title={words.saveProofHint}
      onClick={() => onProve(entry)}
    >
      {words.prove}
    </button>
  );
}
