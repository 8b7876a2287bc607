import { Precedence, type Reminder, RequestState } from "@talanoa/contract/generated/talanoa.ts";
import { caveatsOf } from "@talanoa/sharing/notice/handling.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { Member } from "../../parts/member.tsx";
import { NoticeLink, noticePath } from "../../parts/notice-link.tsx";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import {
  alertTypeLabels,
  kindLabels,
  outcomeLabels,
  overdueLabels,
  precedenceLabels,
  sayingLabels,
} from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import type { FeedLine, NoticeFeedLine, RecallFeedLine, StatementFeedLine } from "./feed-line.ts";
import { feedWords } from "./feed-words.ts";

export interface RowState {
  readonly isChosen: boolean;
  readonly isUnread: boolean;
  readonly isOnTop: boolean;
}

/** One line of the feed. What one chose takes the focus: its link, or the line itself when it has none. */
export function FeedRow({
  line,
  state,
  onAcknowledge,
}: {
  readonly line: FeedLine;
  readonly state: RowState;
  readonly onAcknowledge: (line: NoticeFeedLine) => void;
}) {
  if (line.kind === "notice")
    return <NoticeRow line={line} state={state} onAcknowledge={() => onAcknowledge(line)} />;
  return (
    <div class="feed-line" data-focus tabIndex={state.isChosen ? 0 : -1}>
      <span class="feed-time">
        <Time at={line.at} />
      </span>
      <span class="feed-said">
        <Said line={line} />
      </span>
    </div>
  );
}

/** What is said in a line that is no notice. */
function Said({ line }: { readonly line: Exclude<FeedLine, NoticeFeedLine> }) {
  const words = inLanguage(feedWords);
  switch (line.kind) {
    case "statement":
      return <StatementText line={line} />;
    case "reminder":
      return <ReminderText reminder={line.reminder} />;
    case "recall":
      return <RecallText line={line} />;
    case "not-genuine":
      return (
        <>
          <strong class="feed-bad">{words.notGenuine}</strong> {line.reason}
        </>
      );
    case "unknown":
      return <span class="quiet">{words.unknown}</span>;
  }
  return line satisfies never;
}

function NoticeRow({
  line,
  state,
  onAcknowledge,
}: {
  readonly line: NoticeFeedLine;
  readonly state: RowState;
  readonly onAcknowledge: () => void;
}) {
  const words = inLanguage(feedWords);
  const { notice, acknowledged } = line;
  const { ref, tlp, alertType, kind, title, where, exercise, withdrawn, handling } = notice;
  const what =
    inLanguage(alertTypeLabels)[alertType as keyof typeof alertTypeLabels.en] ??
    inLanguage(kindLabels)[kind as keyof typeof kindLabels.en] ??
    `#${kind}`;
  const due = handling?.acknowledgeBy ?? 0;
  return (
    <div class="feed-line">
      <a class="feed-link" href={noticePath(ref)} data-focus tabIndex={state.isChosen ? 0 : -1}>
        <span class="feed-mark">
          {state.isUnread && (
            <span class="feed-dot">
              <span class="unseen">{words.unread}</span>
            </span>
          )}
        </span>
        <span class="feed-time">
          <Time at={line.at} />
        </span>
        <span class="feed-tlp">
          <Tlp label={tlp} />
        </span>
        <span class="feed-id mono">
          {shortId(ref)}
          {ref.version > 1 && ` v${ref.version}`}
        </span>
        <span class="feed-what">{what}</span>
        <span class="feed-title">
          <Urgency precedence={notice.precedence} />
          {exercise && <strong class="feed-tag feed-odd">{words.exercise}</strong>}
          {line.ofScreening && <strong class="feed-tag">{words.screening}</strong>}
          {withdrawn && <strong class="feed-tag feed-bad">{words.withdrawn}</strong>}
          {title}
        </span>
        <span class="feed-place">
          <span class="feed-where">{where}</span>
          <span class="feed-heed">
            {caveatsOf(handling)
              .map((caveat) => words.caveats[caveat])
              .join(", ")}
            {line.requestState === RequestState.OVERDUE && (
              <strong class="feed-bad">{words.answerOverdue}</strong>
            )}
          </span>
        </span>
      </a>
      <span class="feed-act">
        {acknowledged ? (
          <span class="feed-done" title={words.acknowledged}>
            ✓<span class="unseen"> {words.acknowledged}</span>
          </span>
        ) : (
          (due > 0 || state.isOnTop) && (
            <button
              type="button"
              class="feed-acknowledge"
              tabIndex={state.isChosen ? 0 : -1}
              title={
                due > 0 ? `${words.acknowledgeBy} ${new Date(due).toISOString().slice(0, 16)}Z` : ""
              }
              onClick={onAcknowledge}
            >
              {words.acknowledge}
              <span class="unseen"> {shortId(ref)}</span>
            </button>
          )
        )}
      </span>
    </div>
  );
}

function Urgency({ precedence }: { readonly precedence: number }) {
  if (precedence <= Precedence.ROUTINE) return null;
  const label = inLanguage(precedenceLabels)[precedence as keyof typeof precedenceLabels.en];
  const grave = precedence >= Precedence.IMMEDIATE ? " feed-urgent" : "";
  return <strong class={`feed-tag${grave}`}>{(label ?? `#${precedence}`).toUpperCase()}</strong>;
}

function StatementText({ line: { statement, says } }: { readonly line: StatementFeedLine }) {
  const words = inLanguage(feedWords);
  const { origin, notice, outcome } = statement;
  const party = statement.consentAsked ?? statement.consentGranted ?? statement.consentRefused;
  return (
    <>
      <Member code={origin} />{" "}
      <span class={says === "recalled" ? "feed-bad" : ""}>
        {says ? inLanguage(sayingLabels)[says] : words.statesSomething}
      </span>{" "}
      {notice && <NoticeLink notice={notice} />}
      {party && ` ${words.withMember} ${party.participant}`}
      {outcome &&
        `: ${inLanguage(outcomeLabels)[outcome.outcome as keyof typeof outcomeLabels.en] ?? outcome.outcome}`}
      {says === "recalled" && words.recalled}
      {says === "erasureOrdered" && words.erase}
    </>
  );
}

function RecallText({ line: { notice, exercise } }: { readonly line: RecallFeedLine }) {
  const words = inLanguage(feedWords);
  return (
    <>
      {exercise && <strong class="feed-tag feed-odd">{words.exercise}</strong>}
      <Member code={notice.origin} />{" "}
      <span class="feed-bad">{inLanguage(sayingLabels).recalled}</span>{" "}
      <NoticeLink notice={notice} />
      {words.recalled}
    </>
  );
}

function ReminderText({ reminder }: { readonly reminder: Reminder }) {
  const words = inLanguage(feedWords);
  const { notice, of, dueAt, participants, exercise } = reminder;
  return (
    <>
      <strong class="feed-tag feed-bad">{words.overdue}</strong>
      {exercise && <strong class="feed-tag feed-odd">{words.exercise}</strong>}
      {inLanguage(overdueLabels)[of as keyof typeof overdueLabels.en] ?? `#${of}`},{" "}
      {participants.join(", ")} {notice && <NoticeLink notice={notice} />} {words.wasDue}{" "}
      <Time at={dueAt} />
    </>
  );
}
