import { type Flag, FlagDecision, FlagService } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { FoundBy, Grade } from "./flag-facts.tsx";
import { flagsWords } from "./flags-words.ts";
import { travellerOf } from "./traveller.ts";

/** Confirms or dismisses a flag. The same decision again is answered as the first one was: it may be repeated. */
export function DecideDialog({
  flag,
  onDone,
  onClose,
}: {
  readonly flag: Flag;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(flagsWords);
  const { hub } = useSession();
  const act = useAct();
  const who = travellerOf(flag);
  const decide = async (decision: FlagDecision) => {
    const { id } = flag;
    const done = await act.run(
      async () => void (await hub.call(FlagService.decideFlag, { id, decision })),
    );
    if (done) onDone();
  };
  return (
    <Dialog
      title={words.decideTitle(who || words.onBoard)}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            disabled={act.isBusy}
            onClick={() => void decide(FlagDecision.DISMISS)}
          >
            {words.dismiss}
          </button>
          <button
            type="button"
            class="button-main"
            disabled={act.isBusy}
            onClick={() => void decide(FlagDecision.CONFIRM)}
          >
            {words.confirm}
          </button>
        </>
      }
    >
      <dl class="facts">
        <dt>{words.columns.grade}</dt>
        <dd>
          <Grade grade={flag.grade} /> {words.grades[flag.grade]}
        </dd>
        <dt>{words.columns.flight}</dt>
        <dd>
          {shown(flag.flight)} {shown(flag.departure.replace("T", " "))},{" "}
          {flag.itinerary.map(shown).join("–")}
        </dd>
        <dt>{words.columns.foundBy}</dt>
        <dd>
          <FoundBy flag={flag} />
        </dd>
      </dl>
      <p>{who ? words.confirmHint : words.onBoardHint}</p>
      <p>{words.dismissHint}</p>
      <Refused error={act.error} />
    </Dialog>
  );
}
