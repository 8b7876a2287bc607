import { listDirectory } from "@talanoa/client/directory.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { AsOf } from "../../parts/as-of.tsx";
import { Member } from "../../parts/member.tsx";
import { Table } from "../../parts/table.tsx";
import { useTitle } from "../../parts/title.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useGoingOn } from "../../parts/use-going-on.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { OpenDialog } from "./open-dialog.tsx";
import { operationsWords } from "./operations-words.ts";
import { windowText } from "./window-text.ts";
import "./operations.css";

/** The joint operations that one may see. */
export default function OperationsPage() {
  const words = inLanguage(operationsWords);
  const { hub } = useSession();
  useTitle(words.title);
  const [isOpening, setOpening] = useState(false);
  const asked = useAsked(
    async (signal) => {
      const entries = await listDirectory(hub, "operation", { signal });
      return entries.flatMap(({ entry }) => entry?.operation ?? []);
    },
    [hub],
  );
  useGoingOn(asked);
  const isOfficer = hub.identity.roles.some((role) => role === "liaison" || role === "publisher");
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        <div class="row">
          <button type="button" disabled={asked.isAsking} onClick={asked.again}>
            {words.refresh}
          </button>
          {isOfficer && (
            <button type="button" onClick={() => setOpening(true)}>
              {words.open}
            </button>
          )}
        </div>
      </div>
      <AsOf {...asked} />
      <Answered asked={asked}>
        {(operations) =>
          operations.length === 0 ? (
            <Empty title={words.none} />
          ) : (
            <OperationTable operations={operations} />
          )
        }
      </Answered>
      {isOpening && (
        <OpenDialog
          onDone={() => {
            setOpening(false);
            asked.again();
          }}
          onClose={() => setOpening(false)}
        />
      )}
    </div>
  );
}

function OperationTable({ operations }: { readonly operations: readonly JointOperation[] }) {
  const words = inLanguage(operationsWords);
  const phases: { readonly [phase: number]: string } = words.phases;
  const now = Date.now();
  const columns = [
    words.id,
    words.name,
    words.coordinator,
    words.phase,
    words.window,
    words.participants,
  ];
  const sorted = operations.toSorted(
    (one, other) => one.phase - other.phase || (one.id < other.id ? -1 : 1),
  );
  return (
    <Table caption={words.title} columns={columns.map((title) => ({ title }))}>
      {sorted.map((its) => (
        <tr key={its.id}>
          <td>
            <a class="mono" href={`/operations/${encodeURIComponent(its.id)}`}>
              {its.id}
            </a>
          </td>
          <td class="operations-name">{shown(its.name)}</td>
          <td>
            <Member code={its.coordinator} />
          </td>
          <td>{phases[its.phase] ?? its.phase}</td>
          <td>{windowText(its, words)}</td>
          <td>{participantsAt(its, now).join(", ")}</td>
        </tr>
      ))}
    </Table>
  );
}
