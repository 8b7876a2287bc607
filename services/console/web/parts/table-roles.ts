/**
 * Says of every part of a table what it is, also of rows that come later. Browsers forget it where a style shows rows as
 * cards: https://adrianroselli.com/2018/02/tables-css-display-properties-and-aria.html. Gives what ends it.
 */
export function keepRoles(table: HTMLTableElement): () => void {
  const say = () => {
    table.setAttribute("role", "table");
    for (const part of table.querySelectorAll("thead, tbody, tfoot"))
      part.setAttribute("role", "rowgroup");
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      for (const cell of row.cells) cell.setAttribute("role", roleOf(cell));
    }
  };
  say();
  const later = new MutationObserver(say);
  later.observe(table, { childList: true, subtree: true });
  return () => later.disconnect();
}

function roleOf(cell: HTMLTableCellElement): string {
  if (cell.tagName !== "TH") return "cell";
  return cell.scope === "row" ? "rowheader" : "columnheader";
}
