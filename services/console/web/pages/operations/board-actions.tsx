import type { OperationNotices } from "@talanoa/client/operation-notices.ts";
import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { useState } from "preact/hooks";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { type BoardAct, boardActs } from "./may-act.ts";
import { operationsWords } from "./operations-words.ts";
import { PhaseDialog } from "./phase-dialog.tsx";
import type { StandingOperation } from "./read-board.ts";
import { ReportDialog } from "./report-dialog.tsx";
import { TaskDialog } from "./task-dialog.tsx";

const dialogs = {
  task: TaskDialog,
  report: ReportDialog,
  join: JoinDialog,
  leave: LeaveDialog,
  phase: PhaseDialog,
  close: CloseDialog,
} as const satisfies { readonly [Act in BoardAct]: unknown };

/** What who is signed in may do with an operation. */
export function BoardActions({
  standing,
  held,
  onChanged,
}: {
  readonly standing: StandingOperation;
  readonly held: OperationNotices;
  readonly onChanged: () => void;
}) {
  const words = inLanguage(operationsWords);
  const { identity } = useSession().hub;
  const [open, setOpen] = useState<BoardAct | null>(null);
  const { its } = standing;
  const acts = boardActs({
    ...identity,
    coordinator: its.coordinator,
    isIn: participantsAt(its, Date.now()).includes(identity.participant),
    isClosed: its.phase === OperationPhase.CLOSED,
  });
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  const Open = open && dialogs[open];
  return (
    <div class="row">
      {acts.map((act) => (
        <button key={act} type="button" onClick={() => setOpen(act)}>
          {words.act[act]}
        </button>
      ))}
      {Open && <Open standing={standing} held={held} onDone={done} onClose={close} />}
    </div>
  );
}
