import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { useState } from "preact/hooks";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { ReplyDialog } from "../requests/reply-dialog.tsx";
import { RequestTable } from "../requests/request-list.tsx";
import { byDue, type RequestRow, requestRows } from "../requests/request-row.ts";
import { WithdrawDialog } from "../requests/withdraw-dialog.tsx";
import { operationsWords } from "./operations-words.ts";

/** The tasks of an operation: requests for action, to be answered and withdrawn as any request. */
export function Tasks({
  tasks,
  onChanged,
}: {
  readonly tasks: readonly NoticeCopy[];
  readonly onChanged: () => void;
}) {
  const words = inLanguage(operationsWords);
  const { participant } = useSession().hub.identity;
  const [open, setOpen] = useState<RequestRow | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  if (tasks.length === 0) return <Nothing title={words.parts.tasks} />;
  return (
    <>
      <RequestTable
        caption={`${words.parts.tasks} (${tasks.length})`}
        rows={byDue(requestRows(tasks, participant))}
        onAct={setOpen}
      />
      {open?.may === "answer" && (
        <ReplyDialog request={open.notice} onDone={done} onClose={close} />
      )}
      {open?.may === "withdraw" && <WithdrawDialog request={open} onDone={done} onClose={close} />}
    </>
  );
}

/** A part of the board that has nothing yet. */
export function Nothing({ title }: { readonly title: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <p class="quiet">{inLanguage(operationsWords).nothing}</p>
    </section>
  );
}
