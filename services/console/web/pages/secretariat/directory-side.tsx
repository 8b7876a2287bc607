import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Trouble } from "../../parts/trouble.tsx";
import { Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { AgreementsSide } from "./agreements-side.tsx";
import { type Change, changeName } from "./change.ts";
import { type Changed, ChangeDialog } from "./change-dialog.tsx";
import { directoryStore } from "./directory-store.ts";
import { GroupsSide } from "./groups-side.tsx";
import { KeysSide } from "./keys-side.tsx";
import { MembersSide } from "./members-side.tsx";
import { secretariatWords } from "./secretariat-words.ts";
import type { SecretariatSide } from "./secretariat-view.ts";

const sides = {
  members: MembersSide,
  keys: KeysSide,
  groups: GroupsSide,
  agreements: AgreementsSide,
} as const satisfies { readonly [Side in Exclude<SecretariatSide, "health">]: unknown };

/** One side of the directory. Every change is shown with what it does before it is done. */
export function DirectorySide({ side }: { readonly side: keyof typeof sides }) {
  const words = inLanguage(secretariatWords);
  const { hub } = useSession();
  const store = useMemo(() => directoryStore(hub), [hub]);
  const change = useSignal<Change | null>(null);
  const outcome = useSignal<(Changed & { readonly name: string }) | null>(null);
  useEffect(() => void store.load(), [store]);
  const mayChange = hub.identity.roles.includes("secretariat");
  const entries = store.entries.value;
  const Side = sides[side];
  return (
    <div class="stack">
      {!mayChange && <p class="quiet">{words.readOnly}</p>}
      {outcome.value && <Outcome {...outcome.value} />}
      {store.error.value !== null && (
        <Trouble error={store.error.value} again={() => void store.load()} />
      )}
      {!entries && store.error.value === null && <Loading />}
      {entries && (
        <Side
          entries={entries}
          mayChange={mayChange}
          onChange={(prepared) => {
            outcome.value = null;
            change.value = prepared;
          }}
        />
      )}
      {change.value && (
        <ChangeDialog
          change={change.value}
          onClose={() => (change.value = null)}
          onChanged={(came) => {
            outcome.value = { ...came, name: changeName(change.value!) };
            change.value = null;
            void store.load();
          }}
        />
      )}
    </div>
  );
}

function Outcome(outcome: Changed & { readonly name: string }) {
  const words = inLanguage(secretariatWords);
  if (outcome.as === "done") {
    return (
      <p class="secretariat-done" role="status">
        {words.done(outcome.name, outcome.revision)}
      </p>
    );
  }
  return (
    <p class="trouble" role="alert">
      {outcome.as === "conflict" ? words.conflict : words.unsure}
    </p>
  );
}
