import type { ReadonlySignal } from "@preact/signals";
import { type NoticeRef, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";
import { useRoute } from "preact-iso";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { begunAnew } from "../../hub/arrived.ts";
import { Answered } from "../../parts/answered.tsx";
import { EventTime } from "../../parts/event-time.tsx";
import { Member } from "../../parts/member.tsx";
import { noticePath } from "../../parts/notice-link.tsx";
import { Time } from "../../parts/time.tsx";
import { useTitle } from "../../parts/title.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { kindLabels, outcomeLabels, precedenceLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { keptOf } from "../feed/kept.ts";
import { versionName } from "../feed/read-marks.ts";
import { heardSoon, useWatching } from "../feed/use-live-feed.ts";
import { Actions } from "./actions.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import { Connections } from "./connections.tsx";
import { Ended } from "./ended.tsx";
import { Marking } from "./marking.tsx";
import { NeedsLink } from "./needs-link.tsx";
import { noticeWords } from "./notice-words.ts";
import { PrintedMarking } from "./printed-marking.tsx";
import { Questions } from "./questions.tsx";
import { type ReadNotice, readNotice } from "./read-notice.ts";
import { Receivers } from "./receivers.tsx";
import { Sections, WithheldSections } from "./sections.tsx";
import { Signature } from "./signature.tsx";
import { useEnding } from "./use-ending.ts";
import { useAskedAnew, useHeard } from "./use-heard.ts";
import { Versions } from "./versions.tsx";
import "./notice.css";

/** One version of a notice, all that its reader may see of it, and what may be done about it. */
export default function NoticePage() {
  const words = inLanguage(noticeWords);
  const { origin = "", id = "", version = "0" } = useRoute().params;
  const session = useSession();
  const ref = { origin, id, version: Number(version) || 0 };
  const heard = useHeard(ref);
  const address = `${origin}/${id}/${version}`;
  /** The version that is shown here: when it is read again, it does not become another. */
  const shownAt = useRef({ address, version: ref.version });
  if (shownAt.current.address !== address) shownAt.current = { address, version: ref.version };
  const readAt = useRef(0);
  const asked = useAsked(
    async (signal) => {
      // Then nothing that is said of it is missed, and it is read, and recorded, once.
      await heardSoon(session);
      readAt.current = begunAnew.peek();
      const its = await readNotice(session, { ...ref, version: shownAt.current.version }, signal);
      if (its.kind === "notice" && !signal.aborted)
        shownAt.current.version = its.content.notice.header.version;
      return its;
    },
    [origin, id, version],
  );
  useAskedAnew(asked, readAt);
  const { answer } = asked;
  useWatching(answer?.kind === "notice" && answer.content.notice.header.exercise);
  useTitle(`${words.title} ${shortId(ref)}`);
  return (
    <div class="page notice">
      <NeedsLink asked={asked} />
      <Answered asked={asked}>
        {(its) => <Read key={address} its={its} heard={heard} again={asked.again} />}
      </Answered>
    </div>
  );
}

interface Reading {
  /** What is said of it live since its page is there. */
  readonly heard: ReadonlySignal<readonly OpenedStatement[]>;
  readonly again: () => void;
}

function Read({ its, ...reading }: Reading & { readonly its: ReadNotice }) {
  const words = inLanguage(noticeWords);
  switch (its.kind) {
    case "ended":
      return <Ended ended={its.ended} />;
    case "not-genuine":
      return (
        <div class="trouble" role="alert">
          <p>
            <strong>✗ {words.notGenuine}</strong>
          </p>
          <p>{words.notGenuineHint}</p>
          <p class="mono">{shown(its.reason)}</p>
        </div>
      );
    case "unknown":
      return <p class="stale">{words.unknown}</p>;
    case "notice":
      return <Standing read={its} {...reading} />;
  }
  return its satisfies never;
}

type Standing = Extract<ReadNotice, { kind: "notice" }>;

function Standing({ read, heard, again }: Reading & { readonly read: Standing }) {
  const words = inLanguage(noticeWords);
  /** What was read before personal data of it were erased. */
  const [erased, setErased] = useState<Standing | null>(null);
  const shownNow = useRef(read);
  shownNow.current = read;
  const [isSaid, setSaid] = useState(false);
  const { content, key, alsoIn, earlier, chain } = read;
  const { copy, notice } = content;
  const { header } = notice;
  const onErased = useCallback(() => {
    setErased(shownNow.current);
    again();
  }, [again]);
  const onAcknowledged = useCallback(() => setSaid(true), []);
  useRead(header);
  const ended = useEnding(header, { heard, onErased, onAcknowledged });
  if (ended) return <Ended ended={ended} />;
  // What one is doing about it goes on; nothing of what it says is shown until the rest was read.
  const isReading = erased === read;
  const { origin, id, version } = header;
  const title = shown(noticeLine(notice).title);
  const isAcknowledged = isSaid || copy.acknowledged;
  const kinds: { readonly [kind: number]: string } = inLanguage(kindLabels);
  const precedences: { readonly [precedence: number]: string } = inLanguage(precedenceLabels);
  return (
    <article class="stack notice-sheet">
      <PrintedMarking notice={notice} />
      <Marking header={header} isAcknowledged={isAcknowledged} />
      <header class="stack">
        <h1>{title}</h1>
        <p class="notice-facts">
          <Member code={origin} />
          <span>{kinds[header.kind] ?? header.kind}</span>
          <span>{precedences[header.precedence] ?? header.precedence}</span>
          <span class="mono">
            {shortId({ origin, id })} v{version}
          </span>
          {header.eventAt > 0 && (
            <span>
              {words.event}{" "}
              <EventTime time={sectionOf(notice, SectionType.SUMMARY)?.time} at={header.eventAt} />
            </span>
          )}
        </p>
      </header>
      {erased && (
        <p class="stale" role="status">
          {isReading ? words.erasedReading : words.erasedSays}
        </p>
      )}
      {copy.replacedBy > 0 && (
        <p class="stale">
          {words.replaced(copy.replacedBy)}{" "}
          <a href={noticePath({ origin, id, version: copy.replacedBy })}>{words.newest}</a>
        </p>
      )}
      <Actions
        notice={notice}
        title={title}
        isAcknowledged={isAcknowledged}
        onAcknowledged={onAcknowledged}
        onChanged={again}
      />
      {!isReading && (
        <>
          <Sections notice={notice} />
          <WithheldSections withheld={copy.withheld} />
          <Outcomes copy={copy} />
        </>
      )}
      <Questions notice={notice} />
      {!isReading && (
        <>
          {chain && <Versions notice={notice} earlier={earlier} chain={chain} />}
          <Connections notice={notice} alsoIn={alsoIn} />
          <CaseTimeline content={content} />
          <Receivers notice={{ origin, id, version }} audience={copy.audience} />
          <Signature content={content} signingKey={key} />
        </>
      )}
    </article>
  );
}

/** A version counts as read in this browser once it is in sight: not when it was asked for, nor in a tab behind another. */
function useRead({ origin, id, version }: NoticeRef): void {
  const { participant, principal } = useSession().hub.identity;
  useEffect(() => {
    const looking = new AbortController();
    const look = (): void => {
      if (document.visibilityState !== "visible") return;
      looking.abort();
      keptOf({ participant, principal }).opened(versionName({ origin, id, version }));
    };
    document.addEventListener("visibilitychange", look, { signal: looking.signal });
    look();
    return () => looking.abort();
  }, [participant, principal, origin, id, version]);
}

/** What came of the notice, as far as its reader may know. */
function Outcomes({ copy: { outcomes } }: Pick<Standing["content"], "copy">) {
  const words = inLanguage(noticeWords);
  const labels: { readonly [outcome: number]: string } = inLanguage(outcomeLabels);
  if (outcomes.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words.outcomes}</h2>
      <ul class="bullets">
        {outcomes.map(({ participant, outcome, statedAt }) => (
          <li key={participant}>
            <Member code={participant} /> {labels[outcome] ?? outcome} <Time at={statedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
