import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cast, gatherCast } from "@talanoa/cli/exercise/cast.ts";
import { FASTEST, scenarioClock } from "@talanoa/cli/exercise/clock.ts";
import { type Outcomes, play } from "@talanoa/cli/exercise/play.ts";
import { prepare } from "@talanoa/cli/exercise/prepare.ts";
import { readScenario, type Scenario } from "@talanoa/cli/exercise/scenario.ts";
import { queryLog } from "@talanoa/client/log.ts";
import { publish } from "@talanoa/client/publish.ts";
import { Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { readExchange, recordIn } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";

const lantern = join(import.meta.dirname, "exercises", "lantern.json");
// Made-up data for a table-top exercise, kept beside the repository and not in it.
const sailcloth = join(import.meta.dirname, "..", "..", "shared", "data", "exercise.json");
const absent = !existsSync(sailcloth);
const says = absent ? " (left out: shared/data/exercise.json is not beside the repository)" : "";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** Plays a scenario and checks it; a minute of it lasts so many milliseconds. */
async function played(file: string, minute = FASTEST): Promise<Outcomes> {
  const scenario = readScenario(readFileSync(file, "utf8"), file);
  const secretariat = await hub.as("oco-secretariat");
  await using cast = await gatherCast(hub.stack.identitiesDir, scenario.participants, secretariat);
  await prepare(secretariat, scenario);
  return await playedBy(cast, scenario, minute);
}

function playedBy(cast: Cast, scenario: Scenario, minute: number): Promise<Outcomes> {
  return play({
    scenario,
    cast,
    clock: scenarioClock(Date.now(), minute),
    checked: true,
    signal: new AbortController().signal,
    onPlayed: () => {},
    report: () => {},
  });
}

/** Kills one service after the other, each once the one before has served again for a while, in ms, until disposed of. */
function killing(pause: number): AsyncDisposable {
  const services = ["alert-intake", "member-routing", "member-feeds", "audit-log"];
  const stop = new AbortController();
  const loop = (async () => {
    for (let i = 0; !stop.signal.aborted; i++) {
      const service = services[i % services.length]!;
      await hub.stack.kill(service, "SIGKILL");
      // However slow the machine: a hub of which less and less comes back would say nothing of a kill.
      await hub.stack.serving(service);
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
}

describe("the exercise LANTERN", () => {
  let outcomes: Outcomes;
  beforeAll(async () => {
    outcomes = await played(lantern);
  }, 240_000);

  test("goes as its scenario says: consent, agreements, an operation, keys, recall and who is late", () => {
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.played).toHaveLength(35);
  });

  test("is flagged, from the signed header to each record", async () => {
    const messages = await readExchange(hub.stack.natsUrl);
    const records = messages.flatMap((message) => recordIn(message) ?? []);
    const about = records.filter(({ step, record }) => {
      // That a position was made or moved is about no notice.
      if (step === "received") return (record.facts?.received?.copies.length ?? 0) > 0;
      return !["directoryChanged", "queried", "refused", "heads"].includes(step);
    });
    expect(about.length).toBeGreaterThan(outcomes.played.length * 3);
    expect(about.filter(({ record }) => !record.exercise)).toEqual([]);
    for (const { notice } of outcomes.played) expect(notice?.header.exercise ?? true).toBe(true);
  });

  test("is left out of the log unless it is asked for, and what is real is shown", async () => {
    const { publication } = await publish(await hub.as("fj-publisher"), { draft: alertDraft() });
    const auditor = await hub.as("oco-auditor");
    const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
    const accepted = async (includeExercises: boolean) => {
      const question = { pageSize: 1_000, includeExercises };
      const entries = await Array.fromAsync(queryLog(auditor, reason, question));
      return entries.flatMap(({ parts }) => parts[0]?.facts?.accepted?.notice?.id ?? []);
    };
    await vi.waitFor(async () => expect(await accepted(false)).toEqual([publication.ref.id]), {
      timeout: 60_000,
    });
    const exercised = outcomes.played.flatMap(({ ref }) => ref?.id ?? []);
    expect(new Set(await accepted(true))).toEqual(new Set([...exercised, publication.ref.id]));
  });
});

describe.skipIf(absent)(`the table-top exercise SAILCLOTH${says}`, () => {
  test("reaches whom it must and nobody else, by no door", async () => {
    const { played: injects, findings } = await played(sailcloth, 8);
    expect(findings).toEqual([]);
    expect(injects).toHaveLength(36);
  }, 300_000);

  test("does so again while one service after the other is killed, six seconds after all have served again", async () => {
    await using _ = killing(6_000);
    expect((await played(sailcloth)).findings).toEqual([]);
  }, 600_000);
});
