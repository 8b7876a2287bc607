import { Dialog } from "../../parts/dialog.tsx";
import { noticePath } from "../../parts/notice-link.tsx";
import { inLanguage } from "../../words/words.ts";
import type { NoticeFeedLine } from "./feed-line.ts";
import { feedWords } from "./feed-words.ts";

/** Asks before one states that one has read a notice. */
export function AcknowledgeDialog({
  line: { notice },
  onAcknowledge,
  onClose,
}: {
  readonly line: NoticeFeedLine;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(feedWords);
  return (
    <Dialog
      title={words.acknowledgeAsk}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          {/* In focus: who presses Enter by habit states nothing. */}
          <a class="button" autoFocus href={noticePath(notice.ref)}>
            {words.openFirst}
          </a>
          <button type="button" class="button-main" onClick={onAcknowledge}>
            {words.acknowledge}
          </button>
        </>
      }
    >
      <p>
        <strong>{notice.title}</strong>
      </p>
      <p>{words.acknowledgeUnread}</p>
    </Dialog>
  );
}
