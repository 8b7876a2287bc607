import type { HubStatus } from "@talanoa/client/status.ts";
import { took } from "@talanoa/contract/took.ts";
import { plain, wrap } from "../plain-text.ts";
import type { Style } from "../style.ts";
import { type Cell, table } from "../table.ts";
import { utc } from "@talanoa/client/times.ts";
import { type Figure, figuresOf, partOf } from "@talanoa/sharing/status/figures.ts";
import { type Finding, servicesOf } from "@talanoa/sharing/status/judge.ts";
import { readingsOf } from "@talanoa/sharing/status/readings.ts";

/** Where nobody looks, and at most: figures are read at a glance, not across a wide screen. */
const COLUMNS = 80;

export interface Shown {
  readonly status: HubStatus;
  readonly findings: readonly Finding[];
  /** Unix ms. */
  readonly at: number;
}

/** The whole screen: the verdict, services, figures, and what to do about what is not well. */
export function screenOf(
  { status, findings, at }: Shown,
  { columns, style }: { columns: number; style: Style },
): string[] {
  const width = Math.min(columns || COLUMNS, COLUMNS);
  const verdict =
    findings.length === 0
      ? style.good("All is well.")
      : style.bad(findings.length === 1 ? "Not well." : `${findings.length} things are not well.`);
  return [
    `${style.bold("Talanoa")}  ${utc(at)}  ${verdict}`,
    "",
    ...table(
      [
        { title: "service" },
        { title: "instance", shrinksTo: 10 },
        { title: "version" },
        { title: "up", align: "right" },
        { title: "state" },
      ],
      serviceRows(status, at, style),
      { columns: width, heading: style.dim },
    ),
    "",
    ...table(
      [
        { title: "part" },
        { title: "state" },
        { title: "how it stands", wraps: true, shrinksTo: 20 },
      ],
      figuresOf(readingsOf(status.instances)).map((figure) => figureRow(figure, findings, style)),
      { columns: width, heading: style.dim },
    ),
    ...findings.flatMap((finding) => ["", ...findingLines(finding, width, style)]),
  ];
}

function serviceRows(status: HubStatus, at: number, { good, bad }: Style): Cell[][] {
  return servicesOf(status).flatMap(({ service, wanted, serving }) => {
    const its = status.instances
      .filter((each) => each.service === service)
      .sort((a, b) => (a.instance < b.instance ? -1 : 1));
    const rows: Cell[][] = its.map(({ instance, version, startedAt, serving }) => [
      service,
      instance,
      version,
      // A console does not say since when.
      startedAt === 0 ? "" : took(Math.max(0, at - startedAt)),
      serving ? { text: "serves", paint: good } : { text: "starts or stops", paint: bad },
    ]);
    const absent = Math.max(0, wanted - Math.max(serving, its.length));
    const missing: Cell[] = [service, "", "", "", { text: "missing", paint: bad }];
    return [...rows, ...Array.from({ length: absent }, () => missing)];
  });
}

function figureRow({ part, text }: Figure, findings: readonly Finding[], style: Style): Cell[] {
  const isBad = findings.some(({ alarm }) => partOf(alarm) === part);
  return [
    part,
    isBad ? { text: "not well", paint: style.bad } : { text: "well", paint: style.good },
    text,
  ];
}

function findingLines(
  { alarm, says, about, next }: Finding,
  width: number,
  style: Style,
): string[] {
  const of = about.length > 0 ? `: ${about.join(", ")}` : "";
  const [first = "", ...rest] = wrap(plain(`${alarm}  ${says}${of}`), width - 2);
  return [
    first.replace(alarm, (name) => style.bad(name)),
    ...rest.map((line) => `  ${line}`),
    ...wrap(next, width - 5).map((line, i) => `  ${i === 0 ? "-> " : "   "}${line}`),
  ];
}
