import type { ParticipantDecision, TryEntryResponse } from "@talanoa/contract/generated/talanoa.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { Table } from "../../parts/table.tsx";
import { ruleSentence } from "../../words/rule-words.ts";
import { inLanguage } from "../../words/words.ts";
import { secretariatWords } from "./secretariat-words.ts";
import { sumsOf } from "./sums-of.ts";

/** More are counted, not shown. */
const SHOWN = 100;

/** Which decisions a change would have made otherwise: how many for which reasons, then each by its name. */
export function Tried({ tried }: { readonly tried: TryEntryResponse }) {
  const words = inLanguage(secretariatWords);
  const { sinceAt, notices, differing, changes } = tried;
  const day = new Date(sinceAt).toISOString().slice(0, 10);
  const shown = changes.slice(0, SHOWN);
  const sums = sumsOf(changes);
  return (
    <div class="stack secretariat-tried" role="status">
      <p class={differing > 0 ? "secretariat-differs" : ""}>
        <strong>{words.tried(differing, notices, day)}</strong>
      </p>
      {sums.length > 0 && (
        <Table
          caption={words.sums(changes.length, differing)}
          columns={[
            { title: words.howMany, numeric: true, naming: true },
            { title: words.was },
            { title: words.wouldBe },
          ]}
        >
          {sums.map(({ count, before, after }, i) => (
            <tr key={i}>
              <th scope="row" class="number">
                {count}
              </th>
              <td>
                <Decision decision={before} />
              </td>
              <td>
                <Decision decision={after} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {shown.length > 0 && (
        <details>
          <summary>{words.eachOfThem}</summary>
          {differing > shown.length && <p>{words.triedFirst(shown.length)}</p>}
          <Table
            caption={words.differing}
            columns={[
              { title: words.notice },
              { title: words.participant },
              { title: words.was },
              { title: words.wouldBe },
            ]}
          >
            {shown.map(({ notice, before, after }, i) => (
              <tr key={i}>
                <th scope="row" class="mono">
                  {notice && `${shortId(notice)} v${notice.version}`}
                </th>
                <td>{after?.participant ?? before?.participant}</td>
                <td>
                  <Decision decision={before} />
                </td>
                <td>
                  <Decision decision={after} />
                </td>
              </tr>
            ))}
          </Table>
        </details>
      )}
    </div>
  );
}

function Decision({ decision }: { readonly decision: ParticipantDecision | null }) {
  const words = inLanguage(secretariatWords);
  if (!decision) return <>{words.notInDirectory}</>;
  const { deliver, rule, withheld } = decision;
  const less = [...new Set(withheld.map((each) => each.rule))].filter(
    (each) => each !== "routing-section",
  );
  return (
    <>
      <strong>{deliver ? words.delivered : words.withheld}</strong>: {ruleSentence(rule)}
      {less.length > 0 && (
        <p class="quiet">
          {words.less}: {less.map(ruleSentence).join(" ")}
        </p>
      )}
    </>
  );
}
