import { useSignal } from "@preact/signals";
import { figuresOf, partOf } from "@talanoa/sharing/status/figures.ts";
import { servicesOf } from "@talanoa/sharing/status/judge.ts";
import { readingsOf } from "@talanoa/sharing/status/readings.ts";
import { useEffect } from "preact/hooks";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { Loading, Stale } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { askHealth, type Health } from "./health.ts";
import { figureWords, partName, toldOf } from "./health-words.ts";
import { secretariatWords } from "./secretariat-words.ts";

/** Milliseconds from one look to the next. */
const EVERY = 10_000;

/** How the hub is, looked at again and again while the page is seen. */
export function HealthSide() {
  const { hub } = useSession();
  const health = useSignal<Health | null>(null);
  const error = useSignal<unknown>(null);
  useEffect(() => {
    const looking = new AbortController();
    let next: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        if (!document.hidden) {
          health.value = await askHealth(hub, Date.now, looking.signal);
          error.value = null;
        }
      } catch (cause) {
        if (!looking.signal.aborted) error.value = cause;
      }
      if (!looking.signal.aborted) next = setTimeout(() => void look(), EVERY);
    };
    void look();
    return () => {
      looking.abort();
      clearTimeout(next);
    };
  }, [hub]);
  return (
    <div class="stack">
      {error.value !== null && health.value && <Stale since={health.value.at} />}
      {error.value !== null && <Trouble error={error.value} />}
      {health.value ? <Shown {...health.value} /> : error.value === null && <Loading />}
    </div>
  );
}

function Shown(health: Health) {
  const words = inLanguage(secretariatWords);
  const { findings, at } = health;
  return (
    <div class="page-parts secretariat-health">
      <p
        role="status"
        class={`page-whole ${findings.length > 0 ? "secretariat-not-well" : "secretariat-well"}`}
      >
        <strong>{findings.length > 0 ? words.notWell(findings.length) : words.well}</strong>{" "}
        <span class="quiet">
          {words.asOf} <Time at={at} seconds />, {words.every(EVERY / 1_000)}
        </span>
      </p>
      {findings.length > 0 && (
        <section class="page-whole" aria-label={words.findings}>
          <h2>{words.findings}</h2>
          <ul class="stack">
            {findings.map((finding) => {
              const { says, next } = toldOf(finding);
              const { alarm, about } = finding;
              return (
                <li key={`${alarm} ${says}`} class="trouble">
                  <p>
                    <strong>{says}</strong>
                    {about.length > 0 && `: ${about.join(", ")}`} <code>{alarm}</code>
                  </p>
                  <p>{next}</p>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <Services {...health} />
      <Parts {...health} />
    </div>
  );
}

function Services({ status, at }: Health) {
  const words = inLanguage(secretariatWords);
  const { took } = figureWords();
  const columns = [words.service, words.instance, words.version, words.up, words.state];
  return (
    <Table caption={words.services} columns={columns.map((title) => ({ title }))}>
      {servicesOf(status).flatMap(({ service, wanted, serving }) => {
        const its = status.instances
          .filter((each) => each.service === service)
          .toSorted((one, other) => (one.instance < other.instance ? -1 : 1));
        const absent = Math.max(0, wanted - Math.max(serving, its.length));
        return [
          ...its.map(({ instance, version, startedAt, serving: serves }) => (
            <tr key={`${service} ${instance}`} class={serves ? "" : "secretariat-bad"}>
              <th scope="row">{service}</th>
              <td>{instance}</td>
              <td>{version}</td>
              <td>{took(Math.max(0, at - startedAt))}</td>
              <td>{serves ? words.serves : words.startsOrStops}</td>
            </tr>
          )),
          ...Array.from({ length: absent }, (_, i) => (
            <tr key={`${service} missing ${i}`} class="secretariat-bad">
              <th scope="row">{service}</th>
              <td />
              <td />
              <td />
              <td>{words.missing}</td>
            </tr>
          )),
        ];
      })}
    </Table>
  );
}

function Parts({ status, findings }: Health) {
  const words = inLanguage(secretariatWords);
  const columns = [words.part, words.state, words.howItStands];
  return (
    <Table caption={words.parts} columns={columns.map((title) => ({ title }))}>
      {figuresOf(readingsOf(status.instances), figureWords()).map(({ part, text }) => {
        const isBad = findings.some(({ alarm }) => partOf(alarm) === part);
        return (
          <tr key={part} class={isBad ? "secretariat-bad" : ""}>
            <th scope="row">{partName(part)}</th>
            <td>{isBad ? words.isNotWell : words.isWell}</td>
            <td>{text}</td>
          </tr>
        );
      })}
    </Table>
  );
}
