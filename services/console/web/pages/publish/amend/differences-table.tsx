import type { Written } from "../../../words/draft-path.ts";
import { Table } from "../../../parts/table.tsx";
import { inLanguage } from "../../../words/words.ts";
import { fieldName } from "../../../words/field-name.ts";
import { publishWords } from "../publish-words.ts";
import { differencesOf } from "./differences.ts";

/** What a later version says otherwise than the one before. */
export function Differences({
  before,
  after,
}: {
  readonly before: Written;
  readonly after: Written;
}) {
  const words = inLanguage(publishWords);
  const differences = differencesOf(before, after);
  if (differences.length === 0) return <p class="quiet">{words.noDifferences}</p>;
  return (
    <Table
      caption={words.differences}
      columns={[{ title: words.field }, { title: words.before }, { title: words.after }]}
    >
      {differences.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{fieldName(field, {})}</th>
          <td>{before && <del>{before}</del>}</td>
          <td>{after && <ins>{after}</ins>}</td>
        </tr>
      ))}
    </Table>
  );
}
