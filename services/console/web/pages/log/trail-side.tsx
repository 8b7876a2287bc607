import { useSignal } from "@preact/signals";
import { type LogEntry, trail } from "@talanoa/client/log.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";
import { useEffect } from "preact/hooks";
import { AsOf } from "../../parts/as-of.tsx";
import { noticePath } from "../../parts/notice-link.tsx";
import { Empty, Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { entriesCsv, entriesJson } from "./export-entries.ts";
import { Failed } from "./failed.tsx";
import { logPath } from "./log-view.ts";
import { logWords } from "./log-words.ts";
import { sittingReason } from "./reason.ts";
import { saveFile } from "./save-file.ts";
import { StoryBlocks } from "./story-blocks.tsx";
import { storyWords } from "./story-words.ts";
import { type Checked, Verdict } from "./verdict.tsx";
import { verifyTrail } from "./verify-trail.ts";

/** What became of a notice, as a story from its trail. */
export function TrailSide({ origin, id }: { readonly origin: string; readonly id: string }) {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const entries = useSignal<readonly LogEntry[] | null>(null);
  /** When they came, Unix ms. */
  const at = useSignal(0);
  const checked = useSignal<Checked | null>(null);
  const checking = useSignal(false);
  const error = useSignal<unknown>(null);
  const notice = { origin, id, version: 0 };
  const reason = sittingReason.value;
  const { roles } = hub.identity;

  const ask = async () => {
    if (!reason) return;
    error.value = null;
    try {
      entries.value = await Array.fromAsync(
        trail(hub, reason, notice, { pageSize: 1_000, withErasing: true }),
      );
      at.value = Date.now();
    } catch (cause) {
      error.value = cause;
    }
  };
  const verify = async () => {
    if (!reason || !entries.value) return;
    checking.value = true;
    checked.value = null;
    error.value = null;
    try {
      const found = await verifyTrail(hub, { notice, reason, entries: entries.value });
      entries.value = found.entries;
      at.value = Date.now();
      checked.value = found.checked;
    } catch (cause) {
      error.value = cause;
    } finally {
      checking.value = false;
    }
  };
  useEffect(() => {
    entries.value = null;
    at.value = 0;
    checked.value = null;
    void ask();
  }, [hub, reason, origin, id]);

  const all = entries.value;
  return (
    <section class="stack" aria-label={words.story}>
      <div class="row">
        <h2>{words.storyOf(shortId(notice))}</h2>
        {roles.includes("auditor") && <a href={logPath("query")}>{words.backToQuery}</a>}
        {(roles.includes("liaison") || roles.includes("publisher")) && (
          <a href={noticePath(notice)}>{words.openNotice}</a>
        )}
      </div>
      {all && all.length > 0 && (
        <div class="row">
          <button
            type="button"
            title={words.verifyHint}
            disabled={checking.value}
            onClick={() => void verify()}
          >
            {checking.value ? words.verifying : words.verify}
          </button>
          <button type="button" onClick={() => saveFile("trail.csv", "text/csv", entriesCsv(all))}>
            {words.csv}
          </button>
          <button
            type="button"
            onClick={() => saveFile("trail.jsonl", "application/jsonl", entriesJson(all))}
          >
            {words.json}
          </button>
        </div>
      )}
      {checked.value && <Verdict {...checked.value} />}
      {error.value !== null && <Failed error={error.value} again={() => void ask()} />}
      <AsOf at={at.value} error={error.value} />
      {!all && error.value === null && <Loading />}
      {all?.length === 0 && <Empty title={words.nothingAbout} />}
      {all && all.length > 0 && <Story entries={all} origin={origin} id={id} />}
    </section>
  );
}

function Story({
  entries,
  origin,
  id,
}: {
  readonly entries: readonly LogEntry[];
  readonly origin: string;
  readonly id: string;
}) {
  const words = storyWords();
  const altered = entries.filter((entry) => entry.altered).map(({ index }) => index);
  const told = toldEntries(entries, "", words);
  return (
    <StoryBlocks blocks={storyOf(told, altered, { origin, id, version: 0 }, utcAndLocal, words)} />
  );
}
