import { useState } from "preact/hooks";
import { Choice } from "../../parts/field.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useTitle } from "../../parts/title.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { OverdueList } from "./overdue-list.tsx";
import { QuestionList } from "./question-list.tsx";
import { RequestList } from "./request-list.tsx";
import { requestsWords } from "./requests-words.ts";
import "./requests.css";

type Tab = "asked" | "own" | "overdue" | "questions";

export default function RequestsPage() {
  const words = inLanguage(requestsWords);
  const { hub } = useSession();
  useTitle(words.title);
  // Who only publishes is shown its own administration's notices alone.
  const isLiaison = hub.identity.roles.includes("liaison");
  const tabs: readonly Tab[] = isLiaison
    ? ["asked", "own", "overdue", "questions"]
    : ["own", "overdue", "questions"];
  const [shown, setShown] = useState<Tab>(tabs[0]!);
  const [exercises, setExercises] = useState(false);
  const [settled, setSettled] = useState(false);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        <div class="row">
          <Choice label={words.settled} checked={settled} onChange={setSettled} />
          <Choice label={words.exercises} checked={exercises} onChange={setExercises} />
          <a class="button" href="/publish?template=request">
            {words.ask}
          </a>
        </div>
      </div>
      <p class="quiet">{words.hint}</p>
      <Tabs
        label={words.title}
        tabs={tabs.map((id) => ({ id, title: words.tabs[id] }))}
        shown={shown}
        onShow={setShown}
      >
        {shown === "overdue" ? (
          <OverdueList exercises={exercises} />
        ) : shown === "questions" ? (
          <QuestionList exercises={exercises} answered={settled} />
        ) : (
          <RequestList key={shown} which={shown} exercises={exercises} settled={settled} />
        )}
      </Tabs>
    </div>
  );
}
