import { type Alarm, alarms } from "@talanoa/contract/alarms.ts";
import type { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import { figuresOf } from "@talanoa/sharing/status/figures.ts";
import { readingsOf } from "@talanoa/sharing/status/readings.ts";
import { afterEach, expect, test, vi } from "vitest";
import type { Session } from "../../session.ts";
import { askHealth } from "./health.ts";

// As a browser keeps it; another file's tests may have chosen already.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { language } = await import("../../words/words.ts");
const { figureWords, toldOf } = await import("./health-words.ts");
afterEach(() => void (language.value = "en"));

const readings = [
  { measure: "log.size", labels: {}, value: 1_234 },
  { measure: "stream.fill", labels: {}, value: 0.9 },
  { measure: "stream.size", labels: {}, value: 6.2 * 1024 ** 3 },
  { measure: "stream.limit", labels: {}, value: 8 * 1024 ** 3 },
];

function hubOf(services: readonly string[]): Session["hub"] {
  const instances = services.map((service): InstanceStatus => {
    const its = { service, instance: `${service}:1`, version: "0.1.0", startedAt: 1 };
    return { ...its, serving: true, wanted: 1, readings };
  });
  return { call: async () => ({ instances }) } as unknown as Session["hub"];
}

const all = ["alert-intake", "member-routing", "member-feeds", "audit-log"];

test("the hub is judged by the alarms, and a service that nobody heard of is missing", async () => {
  const whole = await askHealth(hubOf(all), () => 7);
  expect(whole.at).toBe(7);
  expect(whole.findings.map(({ alarm }) => alarm)).toEqual(["StreamFilling"]);
  const without = await askHealth(hubOf(all.slice(1)), () => 7);
  expect(without.findings[0]).toMatchObject({
    alarm: "InstancesMissing",
    says: "alert-intake does not serve",
    about: [],
  });
});

test("what is not well is told in French too, alarm by alarm", async () => {
  language.value = "fr";
  const { findings, status } = await askHealth(hubOf(all.slice(1)), () => 7);
  const told = findings.map(toldOf);
  expect(told[0]!.says).toBe("alert-intake n’est pas en service");
  expect(told[1]!.says).toBe("le flux se remplit");
  for (const [alarm, { says, next }] of Object.entries(alarms) as [keyof typeof alarms, Alarm][]) {
    const french = toldOf({ alarm, says, about: [], next });
    expect(french.says).not.toBe(says);
    expect(french.next).not.toBe(next);
  }
  const figures = figuresOf(readingsOf(status.instances), figureWords());
  expect(figures.find(({ part }) => part === "stream")!.text).toBe(
    "6,2 Gio sur 8,0 Gio, 90 % ; 0 messages",
  );
});
