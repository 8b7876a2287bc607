import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { keepRoles } from "./table-roles.ts";
import "./table.css";

export interface Column {
  readonly title: string;
  /** Stands to the right, figure under figure. */
  readonly numeric?: boolean;
  /** A number that names its row and is compared with none. */
  readonly naming?: boolean;
}

/**
 * A table; its rows are `<tr>`s. On a narrow screen each row is a card, every cell under the name of its column. Only
 * where figures are compared it stays a table and is moved within its frame, as on any screen that it is too wide for.
 */
export function Table({
  caption,
  columns,
  children,
}: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly children: ComponentChildren;
}) {
  const table = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => keepRoles(table.current!), []);
  const compares = columns.some(({ numeric, naming }) => numeric && !naming);
  // The cells take the names of their columns from here: a row need not know them.
  const names = columns.map(({ title }, at) => [`--column-${at + 1}`, JSON.stringify(title)]);
  return (
    <div class="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table
        ref={table}
        class={compares ? "table" : "table table-cards"}
        style={compares ? {} : Object.fromEntries(names)}
      >
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, numeric }) => (
              <th key={title} scope="col" class={numeric ? "number" : ""}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
