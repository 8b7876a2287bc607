import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { Kind, type SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { Member } from "../../parts/member.tsx";
import { Time } from "../../parts/time.tsx";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** That the signature was verified here, and by which key of whom. */
export function Signature({
  content: { copy, notice, signsOnly },
  signingKey,
}: {
  readonly content: NoticeCopy;
  readonly signingKey: SigningKey | null;
}) {
  const words = inLanguage(noticeWords);
  const until = signingKey?.validity?.until ?? 0;
  const isOfScreening = signsOnly.length === 1 && signsOnly[0] === Kind.RISK_FLAG;
  return (
    <section class="panel">
      <h2>{words.signature}</h2>
      <p>
        <strong class="notice-good">✓ {words.holds}.</strong> {words.checkedHere}
      </p>
      <dl class="facts">
        <dt>{words.signedBy}</dt>
        <dd>
          <Member code={notice.header.origin} />
          {signsOnly.length > 0 && `, ${isOfScreening ? words.screening : words.onlyKinds}`}
        </dd>
        <dt>{words.key}</dt>
        <dd>
          <code class="notice-key">{notice.keyId}</code>, {words.keyValid}
          {until > 0 && (
            <span class="notice-odd">
              {" "}
              {words.keyRevoked} <Time at={until} />
            </span>
          )}
        </dd>
        <dt>{words.accepted}</dt>
        <dd>
          <Time at={copy.acceptedAt} seconds />
        </dd>
        <dt>{words.routed}</dt>
        <dd>
          <Time at={copy.routedAt} seconds />
        </dd>
      </dl>
    </section>
  );
}
