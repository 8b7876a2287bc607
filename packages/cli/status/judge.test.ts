import type { HubStatus } from "@talanoa/client/status.ts";
import { type Alarm, alarms } from "@talanoa/contract/alarms.ts";
import { describe, expect, test } from "vitest";
import { styleOf } from "../style.ts";
import { judge } from "@talanoa/sharing/status/judge.ts";
import { screenOf } from "./screen.ts";

type Readings = { measure: string; value: number; labels?: { [name: string]: string } }[];

const services = { intake: "alert-intake", log: "audit-log" } as const;

/** A hub with two doors; the readings are of as many instances of the log. */
function hub(...ofLogs: Readings[]): HubStatus {
  const instance = { version: "0.1.0", startedAt: 1, serving: true, wanted: 1 };
  return {
    doors: (Object.keys(services) as (keyof typeof services)[]).map((door, i) => ({
      door,
      address: `127.0.0.1:${i + 1}`,
      error: null,
    })),
    instances: [
      { ...instance, service: "alert-intake", instance: "a:1", readings: [] },
      ...ofLogs.map((readings, i) => ({
        ...instance,
        service: "audit-log",
        instance: `log-${i + 1}`,
        readings: readings.map((its) => ({ labels: {}, ...its })),
      })),
    ],
  };
}

const named = (status: HubStatus) => judge(status).map(({ alarm }) => alarm);
const shown = (status: HubStatus) =>
  screenOf(
    { status, findings: judge(status), at: 1_000_000 },
    { columns: 80, style: styleOf({ colours: 1 }) },
  );

describe("what is not well", () => {
  test("is told of each alarm at its bound and beyond, with what to do next", () => {
    for (const [name, { measure, where, above, below, next }] of Object.entries(alarms) as [
      string,
      Alarm,
    ][]) {
      const labels = where ? { [where.label]: where.in[0]! } : {};
      const at = (value: number) => hub([{ measure, value, labels }]);
      expect({ name, told: named(at(below ?? above!)) }).toEqual({ name, told: [] });
      const beyond = at(below === undefined ? above! * 1.01 + 0.01 : below * 0.99);
      expect(judge(beyond)).toMatchObject([{ alarm: name, next }]);
      expect(shown(beyond).join("\n")).toContain("Not well.");
    }
  });

  test("of one instance is told where any counts, and not where one that is well is enough", () => {
    const [away, there] = [
      [{ measure: "bus.available", value: 0 }],
      [{ measure: "bus.available", value: 1 }],
    ];
    expect(named(hub(away, there))).toEqual(["BrokerAway"]);
    const [stands, writes] = [
      [{ measure: "log.leads", value: 0 }],
      [{ measure: "log.leads", value: 1 }],
    ];
    expect(named(hub(stands, writes))).toEqual([]);
    expect(named(hub(stands, stands))).toEqual(["NoLogWriter"]);
  });

  test("says which feed or witness it is, and by how much", () => {
    const labels = { participant: "TO", precedence: "flash" };
    const [{ about } = { about: [] }] = judge(
      hub([
        { measure: "feeds.unread.oldest", value: 7_500, labels },
        {
          measure: "feeds.unread.oldest",
          value: 7_500,
          labels: { ...labels, precedence: "routine" },
        },
        { measure: "feeds.unread.oldest", value: 5, labels: { ...labels, participant: "WS" } },
      ]),
    );
    expect(about).toEqual(["TO flash 2 h 5 min"]);
  });

  test("is a database without the standby that it is meant to have, and not a single server", () => {
    const database = [
      { measure: "database.available", value: 1 },
      { measure: "database.size", value: 1024 },
    ];
    const single = hub(database);
    expect(named(single)).toEqual([]);
    expect(shown(single).join("\n")).toMatch(/^database +well +audit-log 1\.0 KiB$/m);
    const standing = (alone: number, away: number) =>
      hub([
        ...database,
        { measure: "database.alone", value: alone },
        ...(alone ? [] : [{ measure: "database.standby.away", value: away }]),
      ]);
    expect(named(standing(0, 0))).toEqual([]);
    expect(shown(standing(0, 0)).join("\n")).toMatch(/^database +well .*its standby is there$/m);
    expect(judge(standing(0, 1))).toMatchObject([{ alarm: "StandbyAway", about: ["audit-log"] }]);
    expect(shown(standing(0, 1)).join("\n")).toMatch(/^database +not well .*commits wait/m);
    expect(named(standing(1, 0))).toEqual(["DatabaseAlone"]);
    expect(shown(standing(1, 0)).join("\n")).toMatch(/^database +not well .*without its standby$/m);
  });

  test("is a service with fewer instances than are meant to run, or none", () => {
    const none = { doors: hub().doors, instances: [] };
    expect(judge(none)).toMatchObject([
      { says: "no service of the hub answers", about: ["127.0.0.1:1", "127.0.0.1:2"] },
    ]);
    const status = hub();
    expect(judge(status)).toMatchObject([
      { alarm: "InstancesMissing", says: "audit-log does not serve", about: ["127.0.0.1:2"] },
    ]);
    const [first, log] = hub([]).instances;
    const two = { ...status, instances: [first!, { ...log!, wanted: 2 }] };
    expect(judge(two)).toMatchObject([{ says: "1 of 2 audit-log serve" }]);
    const starting = { ...status, instances: [first!, { ...log!, serving: false }] };
    expect(judge(starting)).toMatchObject([{ says: "audit-log does not serve" }]);
    for (const each of [status, two]) expect(shown(each).join("\n")).toMatch(/audit-log +missing/);
    expect(shown(starting).join("\n")).toContain("starts or stops");
  });
});

test("the screen fits eighty columns and steers no terminal, whatever names it is told", () => {
  const name = `witness-${"x".repeat(90)}\u001b[2J\u202e`;
  const status = hub([
    { measure: "log.size", value: 12_345_678 },
    { measure: "log.cosigned.age", value: 1e6 },
    { measure: "log.witness.lag", value: 1e6, labels: { witness: name } },
    { measure: "stream.size", value: 6.2 * 1024 ** 3 },
    { measure: "stream.limit", value: 8 * 1024 ** 3 },
    { measure: "stream.fill", value: 0.78 },
    { measure: "stream.available", value: 1 },
    { measure: "stream.replica.in_step", value: 0, labels: { node: name } },
  ]);
  const lines = shown(status);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join("\n")).toMatch(/6\.2 GiB of 8\.0 GiB, 78 %/);
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
