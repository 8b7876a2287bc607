import { formError } from "@talanoa/passenger/profiles/form-error.ts";
import { precedenceWords, tlpWords } from "@talanoa/contract/words.ts";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";
import { faultsOf, forPeople, known } from "./known-fields.ts";
import { kindFault } from "./unknown-kind.ts";

// The format is documented in docs/exercises.md. A field that is not here is refused, but facts are anybody's
// (scenario-facts.ts). Times are minutes from the start of the scenario.

const minute = z.number().nonnegative();
const code = z.string().regex(/^[A-Z0-9]{2,12}$/);

const inject = known({
  id: z.string().min(1),
  minute,
  // What is reported may have happened before.
  event_minute: z.number().nullish(),
  publisher: code,
  notice_kind: z.string().min(1),
  title: z.string(),
  content: known({
    text: z.string().default(""),
    data: z.record(z.string(), z.unknown()).default({}),
  }),
  marking: known({
    tlp: z.enum(Object.values(tlpWords), { error: "a label as TLP 2.0 writes it" }),
    caveats: z.array(z.string()).default([]),
    source_reliability: z.string().nullish(),
    information_credibility: z.number().nullish(),
    expires_after_minutes: z.number().positive().nullish(),
    precedence: z.enum(Object.values(precedenceWords)).nullish(),
  }).default({ tlp: "TLP:GREEN", caveats: [] }),
  audience: known({
    group: z.string().nullish(),
    members: z.array(code).default([]),
    operation: z.string().nullish(),
  }).default({ members: [] }),
  idempotency_key: z.string().nullish(),
  references: z.array(z.string()).default([]),
  expected: known({
    accepted: z.boolean().default(true),
    receive: z.array(code).optional(),
    not_receive: z.array(code).default([]),
    withheld: z.array(z.string()).default([]),
    behaviour: forPeople,
    notes: forPeople,
  }).default({ accepted: true, not_receive: [], withheld: [] }),
  clock: forPeople,
  inject: forPeople,
  is_notice: forPeople,
  notes: forPeople,
});

const outage = known({
  members: z.array(code),
  from_minute: minute,
  to_minute: minute,
  expected: forPeople,
});

const written = known({
  title: z.string(),
  duration_minutes: minute.optional(),
  participants: z.array(code).min(1),
  audience_groups: z.record(z.string(), z.array(code)).default({}),
  link_outages: z.array(outage).default([]),
  injects: z.array(inject).min(1),
  expected_inbox: z.record(code, z.array(z.string())).optional(),
  banner: forPeople,
  marking: forPeople,
  notes: forPeople,
  storyline: forPeople,
  time_compression: forPeople,
});

/** Who gets an inject: as it says itself, else those in whose expected inbox it is; its publisher has it anyway. */
const scenario = written.transform(({ injects, ...its }) => ({
  ...its,
  injects: injects.map(({ expected, ...inject }) => {
    const inboxes = Object.entries(its.expected_inbox ?? {});
    const got = inboxes.flatMap(([member, ids]) => (ids.includes(inject.id) ? member : []));
    const receive = (expected.receive ?? got).filter((member) => member !== inject.publisher);
    return { ...inject, expected: { ...expected, receive } };
  }),
}));

/** A scenario as its file has it. */
export type Scenario = z.output<typeof scenario>;
/** One thing that happens in it: mostly, that somebody publishes something. */
export type Inject = Scenario["injects"][number];

/** Reads a scenario file. Throws UsageError that names each field that is wrong. */
export function readScenario(text: string, file: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, error instanceof Error ? error.message : "");
  }
  const read = scenario.safeParse(value, { error: formError });
  if (!read.success)
    throw new UsageError(`${file} is no scenario`, faultsOf(read.error).slice(0, 10).join("\n"));
  const faults = crossFaults(read.data);
  if (faults.length > 0) throw new UsageError(`${file} is no scenario`, faults.join("\n"));
  return read.data;
}

/** The injects in the order in which they happen; of one minute, what revises comes first. */
export function inOrder(
  injects: readonly Inject[],
  revises: (inject: Inject) => boolean,
): Inject[] {
  return injects.toSorted((a, b) => a.minute - b.minute || Number(revises(b)) - Number(revises(a)));
}

function crossFaults({ participants, audience_groups, injects, ...its }: Scenario): string[] {
  const takingPart = new Set(participants);
  const absent = (at: string, codes: readonly string[]) =>
    codes.filter((each) => !takingPart.has(each)).map((each) => `${at}: ${each} takes no part`);
  const byId = new Map(injects.map((inject) => [inject.id, inject]));
  const noInject = (at: string, ids: readonly string[]) =>
    ids.filter((id) => !byId.has(id)).map((id) => `${at}: there is no inject ${id}`);
  return [
    ...injects.flatMap((inject, index) => {
      const { id, minute, publisher, audience, references, expected } = inject;
      const at = `injects[${index}] (${id})`;
      const kind = kindFault(inject);
      const both = expected.receive.filter((each) => expected.not_receive.includes(each));
      return [
        ...(byId.get(id) === inject ? [] : [`${at}.id: stands twice`]),
        ...absent(`${at}.publisher`, [publisher]),
        ...(kind ? [`${at}.notice_kind: ${kind}`] : []),
        ...(!audience.group || audience.group in audience_groups
          ? []
          : [`${at}.audience.group: ${audience.group} is not among audience_groups`]),
        ...references
          .filter((each) => each === id || !((byId.get(each)?.minute ?? Infinity) <= minute))
          .map((each) => `${at}.references: ${each} does not come before it`),
        ...absent(`${at}.expected.receive`, expected.receive),
        ...both.map((each) => `${at}.expected: ${each} is to receive it and not to receive it`),
      ];
    }),
    ...its.link_outages.flatMap(({ members }, i) => absent(`link_outages[${i}].members`, members)),
    ...Object.entries(its.expected_inbox ?? {}).flatMap(([member, ids]) => [
      ...absent("expected_inbox", [member]),
      ...noInject(`expected_inbox.${member}`, ids),
    ]),
  ];
}
