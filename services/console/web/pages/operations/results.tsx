import { figuresOf, type OperationNotices } from "@talanoa/client/operation-notices.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { Table } from "../../parts/table.tsx";
import { inLanguage, labelled } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";

/** The sums of the reports that one holds; those of exercises apart. */
export function Results({
  held,
  exercises,
}: {
  readonly held: OperationNotices;
  readonly exercises: boolean;
}) {
  return (
    <>
      <Sums held={held} exercise={false} />
      {exercises && <Sums held={held} exercise />}
    </>
  );
}

function Sums({ held, exercise }: { readonly held: OperationNotices; readonly exercise: boolean }) {
  const words = inLanguage(operationsWords);
  const { results, tasks } = figuresOf(held, exercise);
  const title = exercise ? labelled(words.exercise, words.parts.results) : words.parts.results;
  return (
    <section class="operations-results">
      {results.length === 0 ? (
        <h2>{title}</h2>
      ) : (
        <Table
          caption={title}
          columns={[{ title: words.measure }, { title: words.quantity, numeric: true }]}
        >
          {results.map(({ measure, quantity, unit }) => (
            <tr key={`${measure} ${unit}`}>
              <td>{shown(measure)}</td>
              <td class="number">
                {quantity} {shown(unit)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <p>{words.tasksFigure(tasks.asked, tasks.answered)}</p>
      <p class="quiet">{words.summed}</p>
    </section>
  );
}
