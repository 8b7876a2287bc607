import { tlpWords } from "@talanoa/contract/words.ts";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";
import { kindNames, type ScenarioKind } from "./kinds.ts";
import { faultsOf, forPeople, known } from "./known-fields.ts";
import { scenarioData } from "./scenario-data.ts";

// The format is documented in docs/exercises.md. A field that is not here is refused. Times are minutes
// from the start of the scenario.

const minute = z.number().nonnegative();
const code = z.string().regex(/^[A-Z0-9]{2,12}$/);

const inject = known({
  id: z.string().min(1),
  minute,
  event_minute: minute.optional(),
  publisher: code,
  notice_kind: z.enum(kindNames as [ScenarioKind, ...ScenarioKind[]]),
  title: z.string(),
  content: known({ text: z.string().default(""), data: scenarioData.default({}) }),
  marking: known({
    tlp: z.enum(Object.values(tlpWords), { error: "a label as TLP 2.0 writes it" }),
    caveats: z.array(z.string()).default([]),
    source_reliability: z.string().nullish(),
    information_credibility: z.number().nullish(),
    expires_after_minutes: z.number().positive().nullish(),
    precedence: z.string().nullish(),
  }).default({ tlp: "TLP:GREEN", caveats: [] }),
  audience: known({
    group: z.string().nullish(),
    members: z.array(code).default([]),
    operation: z.string().nullish(),
  }).default({ members: [] }),
  idempotency_key: z.string().optional(),
  references: z.array(z.string()).default([]),
  expected: known({
    accepted: z.boolean().default(true),
    receive: z.array(code).default([]),
    not_receive: z.array(code).default([]),
    withheld: z.array(z.string()).default([]),
    behaviour: forPeople,
  }).default({ accepted: true, receive: [], not_receive: [], withheld: [] }),
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

const scenario = known({
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

/** A scenario as its file has it. */
export type Scenario = z.output<typeof scenario>;
/** One thing that happens in it: mostly, that somebody publishes something. */
export type Inject = z.output<typeof inject>;

/** Reads a scenario file. Throws UsageError that names each field that is wrong. */
export function readScenario(text: string, file: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, error instanceof Error ? error.message : "");
  }
  const read = scenario.safeParse(value);
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

function crossFaults({ participants, audience_groups, injects }: Scenario): string[] {
  const takingPart = new Set(participants);
  const ids = new Set<string>();
  return injects.flatMap((its, index) => {
    const at = `injects[${index}] (${its.id})`;
    const faults = [
      ...(ids.has(its.id) ? [`${at}.id: stands twice`] : []),
      ...(takingPart.has(its.publisher) ? [] : [`${at}.publisher: ${its.publisher} takes no part`]),
      ...(!its.audience.group || its.audience.group in audience_groups
        ? []
        : [`${at}.audience.group: ${its.audience.group} is not among audience_groups`]),
      ...its.references
        .filter((reference) => !ids.has(reference))
        .map((reference) => `${at}.references: ${reference} does not come before it`),
    ];
    ids.add(its.id);
    return faults;
  });
}
