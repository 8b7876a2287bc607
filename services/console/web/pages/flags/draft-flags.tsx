import { type Flag, FlagService, FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { Choice } from "../../parts/field.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { FoundBy, Grade } from "./flag-facts.tsx";
import { flagsWords } from "./flags-words.ts";
import { travellerOf } from "./traveller.ts";

/** So many are shown; the hub gives no more. */
const LIMIT = 500;

/** What one's own screening raised, for an officer to confirm or dismiss. */
export function DraftFlags() {
  const words = inLanguage(flagsWords);
  const { hub } = useSession();
  const [decided, setDecided] = useState(false);
  const [open, setOpen] = useState<Flag | null>(null);
  const asked = useAsked(
    async (signal) => {
      const states = decided ? [] : [FlagState.DRAFT];
      return (await hub.call(FlagService.listFlags, { states, limit: LIMIT }, { signal })).flags;
    },
    [hub, decided],
  );
  if (asked.error instanceof HubError && asked.error.code === "unimplemented")
    return <Empty title={words.noScreening} />;
  const close = () => setOpen(null);
  const done = () => {
    close();
    asked.again();
  };
  return (
    <>
      <div class="row">
        <Choice label={words.decided} checked={decided} onChange={setDecided} />
        <button type="button" disabled={asked.isAsking} onClick={asked.again}>
          {words.refresh}
        </button>
      </div>
      <Answered asked={asked}>
        {(flags) => (
          <>
            {flags.length === 0 ? (
              <Empty title={words.none.confirm} />
            ) : (
              <DraftTable flags={flags} onDecide={setOpen} />
            )}
            {flags.length === LIMIT && <p class="quiet">{words.more}</p>}
          </>
        )}
      </Answered>
      {open && <DecideDialog flag={open} onDone={done} onClose={close} />}
    </>
  );
}

function DraftTable({
  flags,
  onDecide,
}: {
  readonly flags: readonly Flag[];
  readonly onDecide: (flag: Flag) => void;
}) {
  const words = inLanguage(flagsWords);
  const { columns } = words;
  const titles = [
    columns.raised,
    columns.grade,
    columns.traveller,
    columns.flight,
    columns.route,
    columns.foundBy,
    columns.state,
    columns.act,
  ];
  const states: { readonly [state: number]: string } = words.states;
  return (
    <Table caption={words.tabs.confirm} columns={titles.map((title) => ({ title }))}>
      {flags.map((flag) => (
        <tr key={flag.id}>
          <td>
            <Time at={flag.raisedAt} />
          </td>
          <td>
            <Grade grade={flag.grade} />
          </td>
          <td class="flags-who">
            <strong>{travellerOf(flag) || words.onBoard}</strong>
            {flag.birthDate && (
              <p>
                <span class="quiet">{columns.born}</span> {shown(flag.birthDate)}
              </p>
            )}
            {flag.documentNumber && (
              <p>
                <span class="quiet">{columns.document}</span> {shown(flag.documentNumber)}
              </p>
            )}
          </td>
          <td>
            {shown(flag.flight)}
            <p class="quiet">{shown(flag.departure.replace("T", " "))}</p>
          </td>
          <td>{flag.itinerary.map(shown).join("–")}</td>
          <td class="flags-why">
            <FoundBy flag={flag} />
          </td>
          <td>
            {states[flag.state] ?? flag.state}
            <Told flag={flag} />
          </td>
          <td>
            {flag.state === FlagState.DRAFT && (
              <button
                type="button"
                aria-label={labelled(words.decide, travellerOf(flag) || words.onBoard)}
                onClick={() => onDecide(flag)}
              >
                {words.decide}
              </button>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Told({ flag: { noticeState, refused } }: { readonly flag: Flag }) {
  const words: { readonly [state: number]: string } = inLanguage(flagsWords).notices;
  if (!noticeState) return null;
  return (
    <p class="quiet">
      {words[noticeState] ?? noticeState}
      {refused && `: ${refused}`}
    </p>
  );
}
