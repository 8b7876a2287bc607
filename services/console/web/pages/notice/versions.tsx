import type { VersionChain } from "@talanoa/client/version-chain.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { noticePath } from "../../parts/notice-link.tsx";
import { Time } from "../../parts/time.tsx";
import { inLanguage } from "../../words/words.ts";
import { lineLabel } from "./line-labels.ts";
import { LineValue } from "./line-value.tsx";
import { noticeWords } from "./notice-words.ts";
import { type Difference, differences } from "./version-difference.ts";

/** The versions that one holds, whether each names the one before it, and what the shown one changed. */
export function Versions({
  notice,
  earlier,
  chain,
}: {
  readonly notice: OpenedNotice;
  readonly earlier: readonly OpenedNotice[];
  readonly chain: VersionChain;
}) {
  const words = inLanguage(noticeWords);
  const [before] = earlier;
  const { origin, id } = notice.header;
  const holds = chain.state === "holds";
  return (
    <section class="panel">
      <h2>{words.versions}</h2>
      {(!holds || earlier.length > 0) && (
        <p class={holds ? "notice-good" : "trouble"}>
          {holds ? `✓ ${words.chainHolds}` : words.chainBroken}
        </p>
      )}
      {chain.missing.length > 0 && (
        <p class="quiet">
          {words.missing}: {chain.missing.join(", ")}
        </p>
      )}
      <ul class="bullets">
        {earlier.map(({ header: { version, issuedAt } }) => (
          <li key={version}>
            <a href={noticePath({ origin, id, version })}>{words.version(version)}</a>{" "}
            <Time at={issuedAt} />
          </li>
        ))}
      </ul>
      {before && (
        <>
          <h3>{words.changedFrom(before.header.version)}</h3>
          <Differences found={differences(before, notice)} />
        </>
      )}
    </section>
  );
}

function Differences({ found }: { readonly found: readonly Difference[] }) {
  const words = inLanguage(noticeWords);
  if (found.length === 0) return <p class="quiet">{words.noChange}</p>;
  return (
    <dl class="notice-lines">
      {found.map(({ path, before, after, isCode }, i) => (
        <div key={i} class="notice-line">
          <dt>{path.map((label) => lineLabel(label, path[0])).join(" › ")}</dt>
          <dd>
            {before && (
              <del class="notice-value">
                <span class="unseen">{words.removed}: </span>
                <LineValue line={{ label: path.at(-1)!, value: before, isCode }} />
              </del>
            )}
            {after && (
              <ins class="notice-value">
                <span class="unseen">{words.added}: </span>
                <LineValue line={{ label: path.at(-1)!, value: after, isCode }} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
