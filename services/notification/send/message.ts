import { createHash } from "node:crypto";
import type { Told } from "../tables/tables.ts";
import type { Message } from "./way.ts";
import { type Language, wordings } from "./wording.ts";

/** What waits at a destination. */
export interface WaitingThing {
  readonly id: number;
  readonly of: Exclude<Told, "code">;
  readonly exercise: boolean;
}

const order = ["flash", "immediate", "overdue", "test"] as const;

/** One message for all that waits at a destination: what kind of thing each is, once, and where to read. */
export function messageOf(
  waiting: readonly WaitingThing[],
  { language, console }: { readonly language: Language; readonly console: string },
): Message {
  const { name, told, exercise, signIn, why } = wordings[language];
  const kinds = order.flatMap((of) =>
    [false, true]
      .filter((its) => waiting.some((each) => each.of === of && each.exercise === its))
      .map((its) => ({ of, exercise: its })),
  );
  // What is real is said before what is an exercise.
  const lines = kinds
    .toSorted((a, b) => Number(a.exercise) - Number(b.exercise))
    .map((its) => (its.exercise ? exercise(told[its.of]) : told[its.of]));
  const isUrgent = kinds.some((its) => its.of === "flash" && !its.exercise);
  const ids = waiting.map(({ id }) => id).toSorted((a, b) => a - b);
  return {
    title: `${name}: ${lines[0]!.replace(/\.$/, "")}`,
    text: [...lines, "", signIn(console), "", why].join("\n"),
    isUrgent,
    id: createHash("sha256").update(ids.join()).digest("hex").slice(0, 32),
  };
}

/** The message that brings the code of an address, which waits under a number. */
export function codeMessage(
  { id, code }: { readonly id: number; readonly code: string },
  { language, console }: { readonly language: Language; readonly console: string },
): Message {
  const { code: says, codeTitle: title, codeHint, signIn } = wordings[language];
  return {
    title,
    text: [says(code), "", codeHint, "", signIn(console)].join("\n"),
    isUrgent: false,
    id: createHash("sha256").update(`code ${id}`).digest("hex").slice(0, 32),
  };
}
