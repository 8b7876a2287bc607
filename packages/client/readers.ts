import type { CopyRef, Facts, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { LogEntry } from "./log.ts";

/** What became of a notice at one participant, all versions together: first times, Unix ms; 0 for never. */
export interface Reader {
  readonly participant: string;
  readonly routed: number;
  readonly released: number;
  readonly received: number;
  readonly opened: number;
  readonly acknowledged: number;
  /** When it stated that it had destroyed its own copies. */
  readonly destroyed: number;
}

/** How the taking back of a notice stands, from the log alone. */
export interface Withdrawal {
  /** By participant. */
  readonly readers: readonly Reader[];
  /** When it was recalled, expired, or its personal sections ordered to be erased; 0 for never. */
  readonly recalled: number;
  readonly expired: number;
  readonly erasureOrdered: number;
  /** When the hub had erased the content, and the personal sections alone. */
  readonly contentErased: number;
  readonly personalErased: number;
}

type Step = Exclude<keyof Reader, "participant">;

/** What a notice's trail says of its readers, as its originator sees it. */
export function withdrawalOf(
  entries: readonly Pick<LogEntry, "at" | "parts">[],
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
): Withdrawal {
  const readers = new Map<string, { -readonly [Key in keyof Reader]: Reader[Key] }>();
  const times = { recalled: 0, expired: 0, erasureOrdered: 0, contentErased: 0, personalErased: 0 };
  const note = (participant: string, step: Step, at: number): void => {
    if (participant === origin) return;
    const reader = readers.get(participant) ?? { ...unread, participant };
    reader[step] ||= at;
    readers.set(participant, reader);
  };
  for (const { at, parts } of entries) {
    for (const facts of parts.flatMap((part) => part.facts ?? [])) {
      for (const [participant, step] of stepsIn(facts, id)) note(participant, step, at);
      if (facts.recalled) times.recalled ||= at;
      if (facts.expired) times.expired ||= at;
      if (facts.erasureOrdered) times.erasureOrdered ||= at;
      if (facts.erased)
        times[facts.erased.versions > 0 ? "contentErased" : "personalErased"] ||= at;
    }
  }
  const sorted = [...readers.values()].sort((one, other) =>
    one.participant < other.participant ? -1 : 1,
  );
  return { readers: sorted, ...times };
}

const unread = { routed: 0, released: 0, received: 0, opened: 0, acknowledged: 0, destroyed: 0 };

function stepsIn(facts: Facts, id: string): [participant: string, step: Step][] {
  const { routed, released, received, opened, acknowledged, destroyed } = facts;
  if (routed && !routed.statement) {
    return routed.decisions.flatMap(({ participant, deliver }): [string, Step][] =>
      deliver ? [[participant, "routed"]] : [],
    );
  }
  const handed: [Step, { participant: string; copies: CopyRef[] } | null][] = [
    ["released", released],
    ["received", received],
    ["opened", opened],
  ];
  for (const [step, its] of handed) {
    // A copy of a statement about the notice is not the notice.
    const isOfNotice = its?.copies.some(({ notice, statement }) => notice?.id === id && !statement);
    if (its && isOfNotice) return [[its.participant, step]];
  }
  if (acknowledged) return [[acknowledged.participant, "acknowledged"]];
  return destroyed ? [[destroyed.participant, "destroyed"]] : [];
}
