import { LogBehind, LogForked } from "@talanoa/client/continuing.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { inLanguage } from "../../words/words.ts";
import { evidenceOf, KeptBroken } from "./from-kept.ts";
import { KeptOfAnother } from "./kept-of-another.tsx";
import { logWords } from "./log-words.ts";
import { unproved } from "./not-proved.ts";
import { saveFile } from "./save-file.ts";
import { NotProved } from "./verdict.tsx";

/** What went wrong with a question: trouble on the way, or a log that does not prove what it says. */
export function Failed({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const words = inLanguage(logWords);
  if (error instanceof LogForked) return <Forked fork={error} />;
  if (error instanceof LogBehind) {
    return (
      <p class="trouble" role="alert">
        <strong>{words.behind(error.now, error.before)}</strong>
      </p>
    );
  }
  if (error instanceof KeptBroken) return <KeptOfAnother broken={error} />;
  const reason = unproved(error);
  if (reason !== null) return <NotProved reason={reason} />;
  return again ? <Trouble error={error} again={again} /> : <Trouble error={error} />;
}

function Forked({ fork }: { readonly fork: LogForked }) {
  const words = inLanguage(logWords);
  const { older, newer } = evidenceOf(fork);
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{words.forked(fork.newer.checkpoint.size, fork.older.checkpoint.size)}</strong>
      </p>
      <button
        type="button"
        onClick={() => {
          saveFile("older.checkpoint", "text/plain", older);
          saveFile("newer.checkpoint", "text/plain", newer);
        }}
      >
        {words.saveEvidence}
      </button>
    </div>
  );
}
