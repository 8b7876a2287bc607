import { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import { statusOf } from "@talanoa/contract/subjects.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHub, type TestHub } from "../testing/hub.ts";
import { askAll } from "./all-statuses.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

const readings = [{ measure: "bus.available", value: 1, labels: {} }];
const status = (service: string, instance: string) =>
  InstanceStatus.encode({ service, instance, version: "1", serving: true, wanted: 1, readings });

test("what one service answers harms neither who asks nor what another says", async () => {
  const { connection } = hub.bus;
  // It was taken over: it answers what is no status, and in another's name.
  connection.subscribe(statusOf("alert-intake"), {
    callback(_, question) {
      question.respond(new Uint8Array([0xff, 0xff, 0xff]));
      question.respond(status("audit-log", "one"));
      question.respond(status("alert-intake", "two"));
    },
  });
  const heard = await askAll(hub.bus);
  expect(heard.map(({ service, instance }) => [service, instance])).toEqual([
    ["alert-intake", "two"],
  ]);
  // The connection still hears.
  expect(
    (await hub.bus.request("$JS.API.INFO", "", { timeout: 2_000 })).data.length,
  ).toBeGreaterThan(0);
});
