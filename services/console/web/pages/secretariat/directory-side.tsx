import { useSignal } from "@preact/signals";
import { listDirectory } from "@talanoa/client/directory.ts";
import { Answered } from "../../parts/answered.tsx";
import { AsOf } from "../../parts/as-of.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { useGoingOn } from "../../parts/use-going-on.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { AgreementsSide } from "./agreements-side.tsx";
import { type Change, changeName } from "./change.ts";
import { type Changed, ChangeDialog } from "./change-dialog.tsx";
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
  const asked = useAsked((signal) => listDirectory(hub, undefined, { signal }), [hub]);
  useGoingOn(asked);
  const change = useSignal<Change | null>(null);
  const outcome = useSignal<(Changed & { readonly name: string }) | null>(null);
  const mayChange = hub.identity.roles.includes("secretariat");
  const Side = sides[side];
  return (
    <div class="stack">
      {!mayChange && <p class="quiet">{words.readOnly}</p>}
      {outcome.value && <Outcome {...outcome.value} />}
      <AsOf {...asked} />
      <Answered asked={asked}>
        {(entries) => (
          <Side
            entries={entries}
            mayChange={mayChange}
            onChange={(prepared) => {
              outcome.value = null;
              change.value = prepared;
            }}
          />
        )}
      </Answered>
      {change.value && (
        <ChangeDialog
          change={change.value}
          onClose={() => (change.value = null)}
          onChanged={(came) => {
            outcome.value = { ...came, name: changeName(change.value!) };
            change.value = null;
            asked.again();
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
