import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { AsOf } from "../../parts/as-of.tsx";
import { Choice } from "../../parts/field.tsx";
import { useTitle } from "../../parts/title.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useGoingOn } from "../../parts/use-going-on.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { BoardActions } from "./board-actions.tsx";
import { BoardHead } from "./board-head.tsx";
import { BoardMap } from "./board-map.tsx";
import { NoticeTable } from "./notice-table.tsx";
import { operationsWords } from "./operations-words.ts";
import { type Board, readBoard } from "./read-board.ts";
import { Results } from "./results.tsx";
import { Tasks } from "./tasks.tsx";
import "../requests/requests.css";
import "./operations.css";

/** The board of a joint operation: it is made of what one holds. */
export default function BoardPage() {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const { params } = useRoute();
  const id = params["id"] ?? "";
  useTitle(id);
  const [exercises, setExercises] = useState(false);
  const asked = useAsked(
    (signal) => readBoard(session, id, exercises, signal),
    [session, id, exercises],
  );
  useGoingOn(asked);
  return (
    <div class="page">
      <div class="page-head">
        <p>
          <a href="/operations">{words.back}</a>
        </p>
        <div class="row">
          <Choice label={words.exercises} checked={exercises} onChange={setExercises} />
          <button type="button" disabled={asked.isAsking} onClick={asked.again}>
            {words.refresh}
          </button>
        </div>
      </div>
      <h1>{id}</h1>
      <AsOf {...asked} />
      <Answered asked={asked}>
        {(board) => <Shown board={board} exercises={exercises} onChanged={asked.again} />}
      </Answered>
    </div>
  );
}

function Shown({
  board,
  exercises,
  onChanged,
}: {
  readonly board: Board;
  readonly exercises: boolean;
  readonly onChanged: () => void;
}) {
  const words = inLanguage(operationsWords);
  const { operation, held, points } = board;
  const { tasks, reports, closing, others, notGenuine } = held;
  const holds = [tasks, reports, closing, others, notGenuine].some(({ length }) => length > 0);
  if (!operation && !holds) return <Empty title={words.unknown} />;
  return (
    <div class="page-parts">
      {operation ? (
        <BoardHead operation={operation.its} />
      ) : (
        <p class="stale page-whole">{words.leftIt}</p>
      )}
      {operation && (
        <div class="page-whole">
          <BoardActions standing={operation} held={held} onChanged={onChanged} />
        </div>
      )}
      {notGenuine.length > 0 && (
        <p class="trouble page-whole">{words.notGenuine(notGenuine.length)}</p>
      )}
      <Tasks tasks={tasks} onChanged={onChanged} />
      <NoticeTable title={words.parts.reports} copies={reports} hasResults />
      <Results held={held} exercises={exercises} />
      {closing.length > 0 && (
        <NoticeTable title={words.parts.closing} copies={closing} hasResults />
      )}
      <NoticeTable title={words.parts.notices} copies={others} />
      <BoardMap held={held} points={points} />
    </div>
  );
}
