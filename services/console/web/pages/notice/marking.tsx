import { gradingText } from "@talanoa/sharing/notice/describe-header.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { caveatsOf } from "@talanoa/sharing/notice/handling.ts";
import type { Grading, NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { inLanguage } from "../../words/words.ts";
import { lineValue } from "./line-labels.ts";
import { noticeWords } from "./notice-words.ts";

/** What a reader must heed, before all else: label, grade, caveats, embargo, and what is due. */
export function Marking({
  header: { tlp, grading, handling, exercise },
  isAcknowledged,
}: {
  readonly header: NoticeHeader;
  readonly isAcknowledged: boolean;
}) {
  const words = inLanguage(noticeWords);
  const { embargoUntil = 0, acknowledgeBy = 0 } = handling ?? {};
  return (
    <div class="notice-marking">
      <Tlp label={tlp} />
      {exercise && <strong class="notice-exercise">{words.exercise}</strong>}
      {grading && <span>{gradeShown(grading)}</span>}
      {caveatsOf(handling).map((caveat) => (
        <strong key={caveat}>{words.caveats[caveat]}</strong>
      ))}
      {embargoUntil > 0 && (
        <strong>
          {words.embargo} <Time at={embargoUntil} />
        </strong>
      )}
      {isAcknowledged ? (
        <span class="notice-good">✓ {words.acknowledged}</span>
      ) : (
        acknowledgeBy > 0 && (
          <strong class="notice-due">
            {words.acknowledgeBy} <Time at={acknowledgeBy} />
          </strong>
        )
      )}
    </div>
  );
}

function gradeShown(grading: Grading): string {
  return lineValue({ label: "grading", value: shown(gradingText(grading)) });
}
