import type { Block } from "@talanoa/sharing/story/block.ts";
import { Table } from "../../parts/table.tsx";

/** The pieces of a story, as the page shows them. Its first heading is the page's own. */
export function StoryBlocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div class="stack log-story">
      {blocks.map((block, i) => (
        <StoryBlock key={i} block={block} />
      ))}
    </div>
  );
}

function StoryBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading":
      // A table says its own heading, as its caption.
      return block.level === 3 ? null : <h2>{block.text}</h2>;
    case "text":
      return <p>{block.text}</p>;
    case "list":
      return (
        <ul class="log-list">
          {block.items.map((item, i) => (
            <li key={i}>{item}</li>
          ))}
        </ul>
      );
    case "fields":
      return (
        <dl class="facts">
          {block.fields.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case "code":
      return <pre>{block.text}</pre>;
    case "table":
      return (
        <Table caption={block.caption} columns={block.columns.map((title) => ({ title }))}>
          {block.rows.map((cells, i) => (
            <tr key={i}>
              {cells.map((cell, at) => (at === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}
            </tr>
          ))}
        </Table>
      );
  }
  return block satisfies never;
}
