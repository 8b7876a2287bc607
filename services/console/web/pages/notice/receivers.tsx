import { explain } from "@talanoa/client/explain.ts";
import type {
  Audience,
  NoticeRef,
  ParticipantDecision,
} from "@talanoa/contract/generated/talanoa.ts";
import { audienceLines } from "@talanoa/sharing/notice/describe-header.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { Member } from "../../parts/member.tsx";
import { Table } from "../../parts/table.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { ruleSentence } from "../../words/rule-words.ts";
import { inLanguage } from "../../words/words.ts";
import { trailPath } from "../log/log-view.ts";
import { noticeWords } from "./notice-words.ts";
import { Lines } from "./sections.tsx";

/**
 * Whom the notice was addressed to, where its originator shows that, and to whom the hub releases it and why, as far as
 * one may know; asked for when it is wanted. Who has received it stands in its trail, which its originator may read.
 */
export function Receivers({
  notice,
  audience,
}: {
  readonly notice: NoticeRef;
  /** Null where its originator does not show it. */
  readonly audience: Audience | null;
}) {
  const words = inLanguage(noticeWords);
  const [isShown, show] = useState(false);
  const isOwn = notice.origin === useSession().hub.identity.participant;
  return (
    <section class="panel screen-only" aria-labelledby="notice-readers">
      <h2 id="notice-readers">{words.readers}</h2>
      {audience && <Lines lines={audienceLines(audience)} of="" />}
      <p class="quiet">{isOwn ? words.readersDecided : words.readersHint}</p>
      {isOwn && (
        <p>
          <a href={trailPath(notice)}>{words.readersTrail}</a>
        </p>
      )}
      {isShown ? (
        <Explained notice={notice} />
      ) : (
        <button type="button" onClick={() => show(true)}>
          {words.showReaders}
        </button>
      )}
    </section>
  );
}

function Explained({ notice }: { readonly notice: NoticeRef }) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const { origin, id, version } = notice;
  const asked = useAsked((signal) => explain(hub, notice, { signal }), [origin, id, version]);
  const columns = [words.participant, words.decision, words.why, words.withoutSections];
  return (
    <Answered asked={asked}>
      {({ decisions }) => (
        <Table caption={words.readers} columns={columns.map((title) => ({ title }))}>
          {inOrder(decisions).map(({ participant, deliver, rule, withheld }) => (
            <tr key={participant}>
              <td>
                <Member code={participant} />
              </td>
              <td class={deliver ? "notice-good" : "quiet"}>
                {deliver ? `✓ ${words.delivered}` : words.notDelivered}
              </td>
              <td>{ruleSentence(rule)}</td>
              <td>{[...new Set(withheld.map((its) => ruleSentence(its.rule)))].join(" ")}</td>
            </tr>
          ))}
        </Table>
      )}
    </Answered>
  );
}

/** Those who get it first. */
function inOrder(decisions: readonly ParticipantDecision[]): ParticipantDecision[] {
  return decisions.toSorted((one, other) => Number(other.deliver) - Number(one.deliver));
}
