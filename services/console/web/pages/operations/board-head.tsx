import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { Member } from "../../parts/member.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";
import { windowText } from "./window-text.ts";

/** What the directory has of an operation. */
export function BoardHead({ operation }: { readonly operation: JointOperation }) {
  const words = inLanguage(operationsWords);
  const phases: { readonly [phase: number]: string } = words.phases;
  const { participant } = useSession().hub.identity;
  const isIn = participantsAt(operation, Date.now()).includes(participant);
  const columns = [words.participant, words.since, words.until, words.sponsor];
  return (
    <>
      {!isIn && <p class="stale page-whole">{words.notInIt}</p>}
      <dl class="facts">
        <dt>{words.name}</dt>
        <dd>{shown(operation.name)}</dd>
        <dt>{words.phase}</dt>
        <dd>
          <strong>{phases[operation.phase] ?? operation.phase}</strong>
        </dd>
        <dt>{words.window}</dt>
        <dd>{windowText(operation, words)}</dd>
        <dt>{words.objective}</dt>
        <dd class="operations-objective">{shown(operation.objective)}</dd>
        <dt>{words.coordinator}</dt>
        <dd>
          <Member code={operation.coordinator} />
        </dd>
      </dl>
      <Table caption={words.participants} columns={columns.map((title) => ({ title }))}>
        {operation.participants.map((row, i) => (
          <tr key={i}>
            <td>
              <Member code={row.participant} />
              {row.seesEarlier && <span class="quiet"> · {words.seesEarlier}</span>}
            </td>
            <td>
              <Time at={row.period?.from ?? 0} />
            </td>
            <td>
              <Time at={row.period?.until ?? 0} />
            </td>
            <td>{row.sponsor}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
