import type { Inbox } from "./inbox.ts";
import type { Finding, Played } from "./played.ts";
import type { Scenario } from "./scenario.ts";
import { referenceFaults } from "./shown-references.ts";

export type Inboxes = ReadonlyMap<string, Inbox>;

/** Who must have got what an inject became: its receivers. Its publisher keeps a copy besides. */
export function isComplete(played: readonly Played[], inboxes: Inboxes): boolean {
  return played.every(
    ({ inject, name }) =>
      name === null || inject.expected.receive.every((code) => inboxes.get(code)?.has(name)),
  );
}

/** Compares what came with what the scenario expects. Nothing when all is as it should be. */
export function check(scenario: Scenario, played: readonly Played[], inboxes: Inboxes): Finding[] {
  return [
    ...played.flatMap((each) => [
      ...each.faults.map((what) => ({ inject: each.inject.id, what })),
      ...answerFaults(each),
      ...withheldFaults(each, inboxes),
    ]),
    ...receiverFaults(played, inboxes),
    ...referenceFaults(played, inboxes),
    ...[...inboxes.values()].flatMap((inbox) => [
      ...inbox.faults.map((what) => ({ inject: "", what: `${inbox.participant}: ${what}` })),
      ...orderFaults(played, inbox),
      ...flagFaults(inbox),
    ]),
    ...inboxFaults(scenario, played, inboxes),
  ];
}

function answerFaults({ inject: { id, expected }, deed, accepted, said }: Played): Finding[] {
  if (deed.as === "search" || accepted === expected.accepted) return [];
  const wanted = expected.accepted ? "should have been accepted" : "should have been refused";
  return [{ inject: id, what: `${wanted}: ${said}` }];
}

/** Who gets it, gets it without what the scenario says, and is told by which rule. */
function withheldFaults(
  { inject: { id, expected }, name, ref }: Played,
  inboxes: Inboxes,
): Finding[] {
  if (!ref || !name) return [];
  return expected.receive.flatMap((code) => {
    const came = inboxes.get(code)?.came.find((each) => each.name === name);
    const missing = expected.withheld.filter((rule) => came && !came.withheld.includes(rule));
    return missing.map((rule) => ({
      inject: id,
      what: `LEAK: ${code} got it with what ${rule} should have withheld`,
    }));
  });
}

/** What several injects share, as one that is sent again or shared further, is due to all their receivers. */
function receiverFaults(played: readonly Played[], inboxes: Inboxes): Finding[] {
  const byName = Map.groupBy(
    played.filter(({ name }) => name !== null),
    ({ name }) => name!,
  );
  return [...byName].flatMap(([name, its]) => {
    const publishers = new Set(its.map(({ inject }) => inject.publisher));
    const wanted = new Set(its.flatMap(({ inject }) => inject.expected.receive));
    const got = new Set(
      [...inboxes.values()]
        .filter((inbox) => inbox.has(name))
        .map(({ participant }) => participant),
    );
    const inject = its[0]!.inject.id;
    return [
      ...[...wanted.difference(got)].map((code) => ({ inject, what: `${code} did not get it` })),
      ...[...got.difference(wanted).difference(publishers)].map((code) => ({
        inject,
        what: `LEAK: ${code} got it`,
      })),
    ];
  });
}

/** Notices of one precedence come in the order in which the hub took them. */
function orderFaults(played: readonly Played[], { participant, came }: Inbox): Finding[] {
  const places = new Map(
    played.flatMap(({ name, ref, sequence }) => (ref && name ? [[name, sequence]] : [])),
  );
  const last = new Map<number, number>();
  return came.flatMap(({ name, precedence }) => {
    const sequence = places.get(name);
    if (sequence === undefined) return [];
    const before = last.get(precedence) ?? 0;
    last.set(precedence, Math.max(before, sequence));
    return sequence < before
      ? [{ inject: "", what: `${participant} got ${name} after what was published later` }]
      : [];
  });
}

function flagFaults({ participant, came }: Inbox): Finding[] {
  return came
    .filter(({ exercise }) => !exercise)
    .map(({ name }) => ({ inject: "", what: `${participant} got ${name}, which is no exercise` }));
}

/** The same once more by Member, where the scenario says so. */
function inboxFaults(
  { expected_inbox = {} }: Scenario,
  played: readonly Played[],
  inboxes: Inboxes,
): Finding[] {
  return Object.entries(expected_inbox).flatMap(([code, wanted]) => {
    const inbox = inboxes.get(code);
    const got = played
      .filter(
        ({ name, inject, again }) =>
          name && !again && inject.publisher !== code && inbox?.has(name),
      )
      .map(({ inject }) => inject.id);
    const differing = [
      ...wanted.filter((id) => !got.includes(id)).map((id) => `lacks ${id}`),
      ...got.filter((id) => !wanted.includes(id)).map((id) => `has ${id}`),
    ];
    return differing.map((what) => ({ inject: "", what: `the inbox of ${code} ${what}` }));
  });
}
