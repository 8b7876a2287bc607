import { useComputed, useSignal } from "@preact/signals";
import type { LogEntry } from "@talanoa/client/log.ts";
import { useEffect, useRef } from "preact/hooks";
import { AsOf } from "../../parts/as-of.tsx";
import { Table } from "../../parts/table.tsx";
import { Empty, Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Answer } from "./answer.ts";
import { EntryPoint, EntryRow } from "./entry-row.tsx";
import { entriesCsv, entriesJson } from "./export-entries.ts";
import { Failed } from "./failed.tsx";
import { logWords } from "./log-words.ts";
import { proveEntry } from "./prove-entry.ts";
import { saveFile } from "./save-file.ts";
import { timelineOf } from "./timeline.ts";
import { type Checked, Verdict } from "./verdict.tsx";
import { verifyAnswer } from "./verify-answer.ts";

/** An answer of the log: as a table or by day, what can be proved of it, and as a file. */
export function Results({ answer }: { readonly answer: Answer }) {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const asTimeline = useSignal(false);
  const checked = useSignal<Checked | null>(null);
  const checking = useSignal(false);
  const failed = useSignal<unknown>(null);
  const entries = answer.entries.value;
  const isMore = answer.state.value !== "ended";

  const verify = async () => {
    checking.value = true;
    checked.value = null;
    failed.value = null;
    try {
      const { question, reason } = answer;
      checked.value = await verifyAnswer(hub, { question, reason, entries });
    } catch (error) {
      failed.value = error;
    } finally {
      checking.value = false;
    }
  };
  const prove = async (entry: LogEntry) => {
    failed.value = null;
    try {
      const { name, text } = await proveEntry(hub, entry);
      saveFile(name, "text/plain", text);
    } catch (error) {
      failed.value = error;
    }
  };
  const archived = useComputed(() => answer.archives.value.map(({ name }) => name).join(", "));

  return (
    <div class="stack">
      {entries.length > 0 && <AsOf at={answer.at} error={answer.error.value} />}
      {entries.length > 0 && (
        <div class="row">
          <span role="status">{words.shown(entries.length, isMore)}</span>
          <span class="row log-forms" role="group" aria-label={words.shownAs}>
            {[false, true].map((timeline) => (
              <button
                key={String(timeline)}
                type="button"
                aria-pressed={asTimeline.value === timeline}
                onClick={() => (asTimeline.value = timeline)}
              >
                {timeline ? words.timeline : words.table}
              </button>
            ))}
          </span>
          <button
            type="button"
            title={words.verifyHint}
            disabled={checking.value}
            onClick={() => void verify()}
          >
            {checking.value ? words.verifying : words.verify}
          </button>
          <button
            type="button"
            onClick={() => saveFile("log.csv", "text/csv", entriesCsv(answer.entries.value))}
          >
            {words.csv}
          </button>
          <button
            type="button"
            onClick={() =>
              saveFile("log.jsonl", "application/jsonl", entriesJson(answer.entries.value))
            }
          >
            {words.json}
          </button>
        </div>
      )}
      {checked.value && <Verdict {...checked.value} />}
      {failed.value !== null && <Failed error={failed.value} />}
      {archived.value && <p class="stale">{words.archived(archived.value)}</p>}
      {asTimeline.value ? (
        <Timeline entries={entries} onProve={(entry) => void prove(entry)} />
      ) : (
        <EntryTable entries={entries} onProve={(entry) => void prove(entry)} />
      )}
      <End answer={answer} />
    </div>
  );
}

interface Shown {
  readonly entries: readonly LogEntry[];
  readonly onProve: (entry: LogEntry) => void;
}

function EntryTable({ entries, onProve }: Shown) {
  const words = inLanguage(logWords);
  if (entries.length === 0) return null;
  const columns = [
    { title: words.entry, numeric: true, naming: true },
    { title: words.when },
    { title: words.step },
    { title: words.who },
    { title: words.what },
    { title: words.proof },
  ];
  return (
    <Table caption={words.answer} columns={columns}>
      {entries.map((entry) => (
        <EntryRow key={entry.index} entry={entry} onProve={onProve} />
      ))}
    </Table>
  );
}

function Timeline({ entries, onProve }: Shown) {
  return (
    <div class="stack">
      {timelineOf(entries).map(({ day, entries: its }) => (
        <section key={`${day} ${its[0]!.index}`}>
          <h2 class="log-day">{day}</h2>
          <ol class="log-points">
            {its.map((entry) => (
              <EntryPoint key={entry.index} entry={entry} onProve={onProve} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** What stands behind the last row: the next page comes when one scrolls there. */
function End({ answer }: { readonly answer: Answer }) {
  const words = inLanguage(logWords);
  const button = useRef<HTMLButtonElement>(null);
  const state = answer.state.value;
  const error = answer.error.value;
  useEffect(() => {
    if (state !== "more" || error !== null || !button.current) return undefined;
    const seen = new IntersectionObserver(([one]) => {
      if (one?.isIntersecting) void answer.more();
    });
    seen.observe(button.current);
    return () => seen.disconnect();
  }, [state, error, answer]);
  if (error !== null) return <Failed error={error} again={() => void answer.more()} />;
  if (state === "asking") return <Loading />;
  if (state === "more") {
    return (
      <button ref={button} type="button" onClick={() => void answer.more()}>
        {words.more}
      </button>
    );
  }
  return answer.entries.value.length === 0 ? <Empty title={words.nothing} /> : null;
}
