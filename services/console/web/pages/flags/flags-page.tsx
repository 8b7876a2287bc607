import { useState } from "preact/hooks";
import { Tabs } from "../../parts/tabs.tsx";
import { useTitle } from "../../parts/title.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { DraftFlags } from "./draft-flags.tsx";
import { flagsWords } from "./flags-words.ts";
import { ToldFlags } from "./told-flags.tsx";
import "./flags.css";

type Tab = "confirm" | "answer" | "ours";

export default function FlagsPage() {
  const words = inLanguage(flagsWords);
  const { hub } = useSession();
  useTitle(words.title);
  // Who only publishes is shown its own administration's notices alone: none that it could answer.
  const isLiaison = hub.identity.roles.includes("liaison");
  const tabs: readonly Tab[] = isLiaison ? ["answer", "confirm", "ours"] : ["confirm", "ours"];
  const [shown, setShown] = useState<Tab>(tabs[0]!);
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <Tabs
        label={words.title}
        tabs={tabs.map((id) => ({ id, title: words.tabs[id] }))}
        shown={shown}
        onShow={setShown}
      >
        <div class="stack">
          <p class="quiet">{words.hints[shown]}</p>
          {shown === "confirm" ? <DraftFlags /> : <ToldFlags key={shown} which={shown} />}
        </div>
      </Tabs>
    </div>
  );
}
