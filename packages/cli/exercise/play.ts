import { setTimeout as sleep } from "node:timers/promises";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import type { Cast } from "./cast.ts";
import { check, type Inboxes, isComplete } from "./check.ts";
import type { ScenarioClock } from "./clock.ts";
import { tryDoors } from "./doors.ts";
import { Inbox } from "./inbox.ts";
import { lateFaults } from "./late.ts";
import type { Finding, Played } from "./played.ts";
import { inOrder, type Inject, type Scenario } from "./scenario.ts";
import { unsearchable } from "./searchable.ts";
import { Stage } from "./stage.ts";

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly clock: ScenarioClock;
  /** Whether what comes is compared with what the scenario expects. */
  readonly checked: boolean;
  readonly signal: AbortSignal;
  /** Told of each inject when it was played. */
  onPlayed(played: Played): void;
  /** Told what goes on, for a person. */
  report(line: string): void;
}

/** How an exercise went. */
export interface Outcomes {
  readonly played: readonly Played[];
  readonly inboxes: Inboxes;
  readonly findings: readonly Finding[];
}

/** Milliseconds in which the last copies must have come: the hub may be on trial meanwhile. */
const PATIENCE = 60_000;
/** What nobody should get may come after what is waited for, in ms. */
const QUIET = 1_500;

/** Plays a scenario with the identities of its participants. Rejects with the signal's reason. */
export async function play(options: PlayOptions): Promise<Outcomes> {
  const { scenario, cast, clock, checked, signal, report } = options;
  const keys = directoryKeys(cast.secretariat);
  const run = `exercise-${Date.now().toString(36)}`;
  const inboxes = new Map<string, Inbox>();
  await using opened = new AsyncDisposableStack();
  for (const code of scenario.participants) {
    const inbox = new Inbox(await cast.as(code, "liaison"), run, keys);
    inboxes.set(code, inbox);
    opened.defer(() => inbox.close());
  }
  await Promise.all([...inboxes.values()].map((inbox) => inbox.open()));

  const stage = new Stage({ scenario, cast, clock, signal, run: Date.now().toString(36) }, inboxes);
  const revises = (inject: Inject) => stage.deedOf(inject).as === "revision";
  for (const inject of inOrder(scenario.injects, revises)) {
    await links(scenario, clock, inboxes, inject.minute, signal);
    await clock.reach(inject.minute, signal);
    options.onPlayed(await stage.play(inject));
  }
  await links(scenario, clock, inboxes, Infinity, signal);
  if (!checked) return { played: stage.played, inboxes, findings: [] };

  report("Waiting for the last copies …");
  const end = performance.now() + PATIENCE;
  while (!isComplete(stage.played, inboxes) && performance.now() < end)
    await sleep(50, undefined, { signal });
  await stage.watched();
  await sleep(QUIET, undefined, { signal });
  const findings = [...check(scenario, stage.played, inboxes), ...stage.findings];
  findings.push(...(await lateFaults({ cast, keys }, stage.played, inboxes)));
  report("Trying every door as each Member that should have got nothing …");
  findings.push(...(await unsearchable(cast, stage.played, inboxes)));
  const doors = await Promise.all(
    scenario.participants.map((code) => tryDoors(cast, code, stage.played)),
  );
  return { played: stage.played, inboxes, findings: [...findings, ...doors.flat()] };
}

/** Cuts and mends the links as the scenario says of a minute, each at its own. */
async function links(
  { link_outages }: Scenario,
  clock: ScenarioClock,
  inboxes: ReadonlyMap<string, Inbox>,
  minute: number,
  signal: AbortSignal,
): Promise<void> {
  const inOrder = link_outages.toSorted((one, other) => one.to_minute - other.to_minute);
  for (const { members, from_minute, to_minute } of inOrder) {
    if (minute < from_minute) continue;
    if (minute >= to_minute) await clock.reach(to_minute, signal);
    for (const code of members) {
      const isCut = link_outages.some(
        (its) => its.members.includes(code) && minute >= its.from_minute && minute < its.to_minute,
      );
      await (isCut ? inboxes.get(code)?.close() : inboxes.get(code)?.open());
    }
  }
}
