import { AsOf } from "../../parts/as-of.tsx";
import { memberName } from "../../parts/member.tsx";
import { Empty, Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { figures } from "./ask-figures.ts";
import { Failed } from "./failed.tsx";
import { FiguresForm } from "./figures-form.tsx";
import { logWords } from "./log-words.ts";
import { matrixOf, type SharingMatrix, shadeOf } from "./matrix.ts";
import { sittingReason } from "./reason.ts";

const asked = figures();

/** Who shares with whom: a row for each receiver, a column for each publisher. */
export function MatrixSide() {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const { answer, asking, error } = asked;
  const reason = sittingReason.value;
  return (
    <>
      <p class="quiet">{words.matrixHint}</p>
      <FiguresForm
        byPeriod={false}
        busy={asking.value}
        onAsk={(question) => reason && void asked.ask(hub, reason, question)}
      />
      {error.value !== null && <Failed error={error.value} />}
      {answer.value && <AsOf at={answer.value.at} error={error.value} />}
      {asking.value && <Loading />}
      {answer.value ? (
        <Matrix matrix={matrixOf(answer.value.stats.rows)} />
      ) : (
        !asking.value && <Empty title={words.notAsked} />
      )}
    </>
  );
}

function Matrix({ matrix }: { readonly matrix: SharingMatrix }) {
  const words = inLanguage(logWords);
  const { publishers, receivers, totals, largest } = matrix;
  if (receivers.length === 0) return <Empty title={words.noFigures} />;
  return (
    <div class="table-frame" role="region" aria-label={words.sides.matrix} tabIndex={0}>
      <table class="table log-matrix">
        <caption>{words.sides.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">
              {words.receiver} \ {words.publisher}
            </th>
            {publishers.map((id) => (
              <th key={id} scope="col" class="number" title={memberName(id)}>
                {id}
              </th>
            ))}
            <th scope="col" class="number">
              {words.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {receivers.map(({ receiver, counts, total }) => (
            <tr key={receiver}>
              <th scope="row" title={memberName(receiver)}>
                {receiver}
              </th>
              {counts.map((count, at) => (
                <td
                  key={publishers[at]}
                  class={`number log-shade-${shadeOf(count, largest)}`}
                  title={words.cell(count, publishers[at]!, receiver)}
                >
                  {count || <span class="quiet">·</span>}
                </td>
              ))}
              <td class="number">
                <strong>{total}</strong>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.total}</th>
            {totals.map((total, at) => (
              <td key={publishers[at]} class="number">
                <strong>{total}</strong>
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
