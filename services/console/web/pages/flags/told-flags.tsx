import { shown as fit } from "@talanoa/sharing/notice/describe-line.ts";
import { itineraryOf } from "@talanoa/sharing/notice/itinerary.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { Due } from "../../parts/due.tsx";
import { Choice } from "../../parts/field.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import { Grade, Reasons } from "./flag-facts.tsx";
import { flagsWords } from "./flags-words.ts";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { readFlags } from "./read-flags.ts";
import { byArrival, type ToldFlag, toldFlags } from "./told-flag.ts";

/** Flags of others whose outcome is to be said, or those that one's own administration told. */
export function ToldFlags({ which }: { readonly which: "answer" | "ours" }) {
  const words = inLanguage(flagsWords);
  const session = useSession();
  const { participant } = session.hub.identity;
  const [exercises, setExercises] = useState(false);
  const [answered, setAnswered] = useState(false);
  const [open, setOpen] = useState<ToldFlag | null>(null);
  const own = which === "ours";
  const asked = useAsked(
    (signal) => readFlags(session, { exercises, own }, signal),
    [session, exercises, own],
  );
  const close = () => setOpen(null);
  const done = () => {
    close();
    asked.again();
  };
  return (
    <>
      <div class="row">
        {!own && <Choice label={words.answered} checked={answered} onChange={setAnswered} />}
        <Choice label={words.exercises} checked={exercises} onChange={setExercises} />
        <button type="button" disabled={asked.isAsking} onClick={asked.again}>
          {words.refresh}
        </button>
      </div>
      <Answered asked={asked}>
        {({ copies, more }) => {
          const flags = toldFlags(copies, participant).filter(
            (flag) => flag.isOwn === own && (own || answered || flag.waits),
          );
          const notGenuine = copies.some(({ kind }) => kind === "not-genuine");
          return (
            <>
              {notGenuine && <p class="trouble">{words.notGenuine}</p>}
              {flags.length === 0 ? (
                <Empty title={words.none[which]} />
              ) : (
                <FlagTable
                  caption={words.tabs[which]}
                  flags={byArrival(flags, Date.now())}
                  onAnswer={setOpen}
                />
              )}
              {more && <p class="quiet">{words.more}</p>}
            </>
          );
        }}
      </Answered>
      {open && (
        <OutcomeDialog notice={open.notice} title={open.title} onDone={done} onClose={close} />
      )}
    </>
  );
}

function FlagTable({
  caption,
  flags,
  onAnswer,
}: {
  readonly caption: string;
  readonly flags: readonly ToldFlag[];
  readonly onAnswer: (flag: ToldFlag) => void;
}) {
  const words = inLanguage(flagsWords);
  const { columns } = words;
  const now = Date.now();
  const titles = [
    columns.arrives,
    columns.grade,
    columns.flag,
    columns.flight,
    columns.reasons,
    columns.measure,
    columns.outcome,
    columns.act,
  ];
  const measures: { readonly [measure: number]: string } = words.measures;
  return (
    <Table caption={caption} columns={titles.map((title) => ({ title }))}>
      {flags.map((flag) => {
        const { ref, title, tlp, exercise, body, isOwn } = flag;
        return (
          <tr key={`${ref.origin}/${ref.id}`}>
            <td>
              <Due at={body.arrivesAt} now={now} />
            </td>
            <td>
              <Grade grade={body.grade} />
            </td>
            <td class="flags-who">
              <Tlp label={tlp} /> <NoticeLink notice={ref} />
              <p>
                {exercise && <strong>{words.exercise} </strong>}
                {title}
              </p>
              {body.travellers > 0 && <p class="quiet">{words.travellers(body.travellers)}</p>}
            </td>
            <td>
              {fit(body.flight)} {fit(body.flightDate)}
              <p class="quiet">{itineraryOf(body).map(fit).join("–")}</p>
            </td>
            <td class="flags-why">
              <Reasons reasons={body.reasons} />
            </td>
            <td>{measures[body.measure] ?? ""}</td>
            <td>
              <Outcomes flag={flag} />
            </td>
            <td>
              {!isOwn && !body.withdrawn && (
                <button
                  type="button"
                  aria-label={labelled(words.state, title)}
                  onClick={() => onAnswer(flag)}
                >
                  {words.state}
                </button>
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function Outcomes({ flag: { body, outcomes, isOwn } }: { readonly flag: ToldFlag }) {
  const words = inLanguage(flagsWords);
  const labels: { readonly [outcome: number]: string } = words.outcomes;
  if (body.withdrawn) return <span class="quiet">{words.withdrawn}</span>;
  if (outcomes.length === 0) return <span class="quiet">{words.waits}</span>;
  return (
    <ul class="flags-reasons">
      {outcomes.map(({ participant, outcome, statedAt }) => (
        <li key={participant}>
          {isOwn && <strong>{participant} </strong>}
          {labels[outcome] ?? words.outcomeUnknown} <Time at={statedAt} />
        </li>
      ))}
    </ul>
  );
}
