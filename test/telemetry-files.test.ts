import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Alarm, alarms } from "@talanoa/contract/alarms.ts";
import { runningServices } from "@talanoa/contract/hub-services.ts";
import { type Measure, measures } from "@talanoa/contract/measures.ts";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { findPromtool } from "./support/find-promtool.ts";
import { prometheusNames } from "./support/prometheus-name.ts";
import { labelsOf, seriesOf } from "./support/promql.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly next: string;
    readonly runbook: string;
  };
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const rules = (
  parse(read("deploy/prometheus/rules.yml")) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const dashboards = globSync("deploy/grafana/dashboards/*.json", { cwd: root }).map(
  (file) => JSON.parse(read(file)) as Dashboard,
);
const docs = read("docs/telemetry.md");
const rows = Object.entries(measures) as [string, Measure][];
const known = new Set(rows.flatMap(([name, measure]) => prometheusNames(name, measure)));
// Of every series, and of histograms.
const labels = new Set([
  "job",
  "instance",
  "le",
  ...rows.flatMap(([, { by }]) => by.map((label) => label.replaceAll(".", "_"))),
]);

function expectKnown(expression: string): void {
  const series = seriesOf(expression);
  expect({ expression, any: series.length > 0 }).toEqual({ expression, any: true });
  const unknown = series.filter((name) => !known.has(name));
  expect({ expression, unknown }).toEqual({ expression, unknown: [] });
  const wrong = labelsOf(expression).filter((name) => !labels.has(name));
  expect({ expression, wrong }).toEqual({ expression, wrong: [] });
}

describe("the rules of Prometheus", () => {
  test("are PromQL of measures and labels that the hub has", () => {
    expect(rules.length).toBeGreaterThan(20);
    for (const { expr } of rules) expectKnown(expr);
  });

  test("have each alarm of the hub with its bound, its time and its words", () => {
    for (const [name, alarm] of Object.entries(alarms) as [string, Alarm][]) {
      const rule = rules.find(({ alert }) => alert === name);
      const { measure, where, above, below, lasts, next } = alarm;
      expect({ name, rule: rule !== undefined }).toEqual({ name, rule: true });
      expect(seriesOf(rule!.expr)).toEqual(prometheusNames(measure, measures[measure]));
      const bound = below === undefined ? `> ${above}` : `< ${below}`;
      expect(rule!.expr.trim().endsWith(bound)).toBe(true);
      if (where) expect(rule!.expr).toContain(`${where.label}=~"${where.in.join("|")}"`);
      // Where one instance that is well is enough, the best of them counts; otherwise the worst.
      const best = below === undefined ? "min" : "max";
      const worst = below === undefined ? "max" : "min";
      expect(rule!.expr.startsWith(alarm.of === "all" ? best : worst)).toBe(true);
      expect(rule!.for ?? "0s").toBe(`${lasts}s`);
      expect(rule!.annotations.summary.toLowerCase()).toBe(alarm.says.toLowerCase());
      expect(rule!.annotations.next).toBe(next);
    }
  });

  // Installed, or fetched from Debian's archive as the broker is; where neither can be had, the test says so.
  test("fire as their own tests have it", async ({ skip }) => {
    const promtool = await findPromtool();
    if ("fault" in promtool) {
      skip(promtool.fault);
      return;
    }
    const files = globSync("deploy/prometheus/*.test.yml", { cwd: root });
    expect(files.length).toBeGreaterThan(1);
    const args = ["test", "rules", ...files];
    const said = spawnSync(promtool.path, args, { cwd: root, encoding: "utf8" });
    const { status, stdout, stderr } = said;
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  }, 300_000);

  test("tell of each service of which no instance is left", () => {
    const { expr = "" } = rules.find(({ alert }) => alert === "InstancesMissing") ?? {};
    for (const service of runningServices)
      expect(expr).toContain(`absent(instance_wanted{job="${service}"})`);
  });

  test("each have a place in the runbook", () => {
    for (const { alert, annotations, labels } of rules) {
      expect(annotations.runbook).toBe(`docs/telemetry.md#${alert.toLowerCase()}`);
      expect(docs).toContain(`\n#### ${alert}\n`);
      expect(["critical", "warning"]).toContain(labels.severity);
    }
    const told = [...docs.matchAll(/^#### (\w+)$/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });
});

test("dashboards ask for measures and labels that the hub has", () => {
  expect(dashboards.length).toBeGreaterThan(1);
  for (const { panels } of dashboards) {
    const targets = panels.flatMap((panel) => panel.targets ?? []);
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) expectKnown(expr);
  }
});

test("the table in the docs is the table of measures", () => {
  const cell = /^\| `([\w.]+)` \| (\w+) \| (.*?) \| (.*?) \| (.*?) \|$/gm;
  const told = [...docs.matchAll(cell)].map(([, name, kind, unit, by, meaning]) => ({
    name,
    kind,
    unit,
    by,
    meaning,
  }));
  const wanted = rows.map(([name, { kind, unit, by, meaning }]) => ({
    name,
    kind,
    unit,
    by: by.map((label) => `\`${label}\``).join(" "),
    meaning,
  }));
  expect(told).toEqual(wanted);
});

test("every measure is used by a rule or shown on a dashboard", () => {
  const asked = new Set([
    ...rules.flatMap(({ expr }) => seriesOf(expr)),
    ...dashboards.flatMap(({ panels }) =>
      panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => seriesOf(expr))),
    ),
  ]);
  const unseen = rows.filter(
    ([name, measure]) => !prometheusNames(name, measure).some((series) => asked.has(series)),
  );
  expect(unseen.map(([name]) => name)).toEqual([]);
});

test("no label has what grows without bound: no ids of notices, principals or subscriptions", () => {
  const names = new Set(rows.flatMap(([, { by }]) => by));
  expect([...names].toSorted()).toEqual([
    "code",
    "consumer",
    "deadline",
    "door",
    "kind",
    "node",
    "outcome",
    "participant",
    "precedence",
    "rpc.code",
    "rpc.method",
    "way",
    "witness",
  ]);
});

test("the collector takes OTLP and hands metrics to Prometheus, which reads the rules", () => {
  const collector = parse(read("deploy/collector/config.yaml")) as {
    receivers: object;
    processors: object;
    exporters: { prometheus: { endpoint: string } };
    service: {
      pipelines: {
        [name: string]: { receivers: string[]; processors: string[]; exporters: string[] };
      };
    };
  };
  const { pipelines } = collector.service;
  expect(Object.keys(pipelines).toSorted()).toEqual(["metrics", "traces"]);
  for (const { receivers, processors, exporters } of Object.values(pipelines)) {
    expect(Object.keys(collector.receivers)).toEqual(expect.arrayContaining(receivers));
    expect(Object.keys(collector.processors)).toEqual(expect.arrayContaining(processors));
    expect(Object.keys(collector.exporters)).toEqual(expect.arrayContaining(exporters));
  }
  const prometheus = parse(read("deploy/prometheus/prometheus.yml")) as {
    rule_files: string[];
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  };
  expect(prometheus.rule_files).toEqual(["rules.yml"]);
  const port = collector.exporters.prometheus.endpoint.split(":")[1];
  expect(prometheus.scrape_configs[0]?.static_configs[0]?.targets).toEqual([`collector:${port}`]);
});
