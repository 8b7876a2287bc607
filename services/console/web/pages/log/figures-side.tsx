import { took } from "@talanoa/contract/took.ts";
import { AsOf } from "../../parts/as-of.tsx";
import { Table } from "../../parts/table.tsx";
import { Empty, Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { figures } from "./ask-figures.ts";
import { DelayChart } from "./delay-chart.tsx";
import { Failed } from "./failed.tsx";
import {
  type Delay,
  delaysOf,
  type Volume,
  volumesByParticipant,
  volumesByPeriod,
} from "./figures.ts";
import { FiguresForm } from "./figures-form.tsx";
import { logWords } from "./log-words.ts";
import { sittingReason } from "./reason.ts";
import { VolumeChart } from "./volume-chart.tsx";

const asked = figures();

/** What was exchanged in figures: volumes, and how long it took; each drawing with its table. */
export function FiguresSide() {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const { answer, asking, error } = asked;
  const reason = sittingReason.value;
  return (
    <>
      <FiguresForm
        byPeriod
        busy={asking.value}
        onAsk={(question) => reason && void asked.ask(hub, reason, question)}
      />
      {error.value !== null && <Failed error={error.value} />}
      {answer.value && <AsOf at={answer.value.at} error={error.value} />}
      {asking.value && <Loading />}
      {answer.value ? (
        <Shown {...answer.value} />
      ) : (
        !asking.value && <Empty title={words.notAsked} />
      )}
    </>
  );
}

function Shown({ stats, by }: NonNullable<typeof asked.answer.value>) {
  const words = inLanguage(logWords);
  const { rows, size, archives } = stats;
  if (rows.length === 0) return <Empty title={words.noFigures} />;
  const byPeriod = volumesByPeriod(rows, by);
  const byParticipant = volumesByParticipant(rows);
  const received = delaysOf(rows, by, "toReceived");
  const acknowledged = delaysOf(rows, by, "toAcknowledged");
  return (
    <div class="stack">
      <p class="quiet">{words.countedOf(size)}</p>
      {archives.length > 0 && (
        <p class="stale">{words.archived(archives.map(({ name }) => name).join(", "))}</p>
      )}
      {byPeriod.length > 1 && (
        <Volumes title={words.volumes} first={words.period} volumes={byPeriod} isSequence />
      )}
      <Volumes
        title={words.byParticipant}
        first={words.who}
        volumes={byParticipant}
        isSequence={false}
      />
      <Delays title={words.toReceived} delays={received} />
      <Delays title={words.toAcknowledged} delays={acknowledged} />
    </div>
  );
}

function Volumes({
  title,
  first,
  volumes,
  isSequence,
}: {
  readonly title: string;
  readonly first: string;
  readonly volumes: readonly Volume[];
  readonly isSequence: boolean;
}) {
  const words = inLanguage(logWords);
  const fields = ["published", "received", "acknowledged", "asked", "answered", "refused"] as const;
  const columns = [
    { title: first },
    ...fields.map((each) => ({ title: words[each], numeric: true })),
  ];
  return (
    <div class="stack">
      <VolumeChart title={title} volumes={volumes} isSequence={isSequence} />
      <Table caption={title} columns={columns}>
        {volumes.map((its) => (
          <tr key={its.name}>
            <th scope="row">{its.name || words.nobodyKnown}</th>
            {fields.map((each) => (
              <td key={each} class="number">
                {its[each]}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Delays({ title, delays }: { readonly title: string; readonly delays: readonly Delay[] }) {
  const words = inLanguage(logWords);
  if (delays.length === 0) return null;
  const columns = [
    { title: words.who },
    { title: words.period },
    { title: words.count, numeric: true },
    { title: words.median, numeric: true },
    { title: words.p95, numeric: true },
  ];
  return (
    <div class="log-drawn">
      <DelayChart title={title} delays={delays} />
      <Table caption={title} columns={columns}>
        {delays.map(({ period, participant, count, median, p95 }) => (
          <tr key={`${participant} ${period}`}>
            <th scope="row">{participant}</th>
            <td>{period || words.periods.all}</td>
            <td class="number">{count}</td>
            <td class="number">{took(median)}</td>
            <td class="number">{took(p95)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
