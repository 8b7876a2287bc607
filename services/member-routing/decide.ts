import { Record, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, precedences, subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { type Routed, routedNotice } from "./routed-notice.ts";
import { readStatement, routedStatement, type StatedNotice } from "./routed-statement.ts";

/**
 * Decides on a notice or a statement where it stands, with the directory as of there. `now` is Unix
 * ms. Rejects only when the broker does not answer.
 */
export async function decide(
  bus: Bus,
  message: StoredMessage,
  directory: Directory,
  now: number,
): Promise<Routed> {
  const { subject, payload, storedAt } = message;
  const record = recordOf(message);
  const [kind, ...tokens] = subject.split(".");
  if (kind === "notice") {
    const [word, origin = "", id = "", version] = tokens;
    const precedence = precedences.find((each) => precedenceWords[each] === word)!;
    const ref = { origin, id, version: Number(version) };
    return routedNotice({ ref, precedence, payload, storedAt, accepted: record }, directory, now);
  }
  const [origin = "", id = ""] = tokens;
  const standing = { origin, id, payload, storedAt, record };
  const notice = readStatement(standing)?.statement.notice;
  const marker = notice
    ? await readMessage(bus, EXCHANGE, { last_by_subj: subjects.routed(notice, "first") })
    : undefined;
  return routedStatement(standing, marker ? aboutOf(marker) : null, directory, now);
}

/** What the marker of a notice says of it and of who holds it. */
function aboutOf(marker: StoredMessage): StatedNotice {
  const { card } = RoutedMarker.decode(marker.payload);
  const decisions = recordOf(marker)?.facts?.routed?.decisions ?? [];
  const holders = decisions
    .filter(({ deliver }) => deliver)
    .map(({ participant, officers }) => [participant, officers] as const);
  return { card, holders: new Map(holders) };
}

/** The record that a message carries; null when it cannot be read. */
export function recordOf(message: StoredMessage): Record | null {
  try {
    return Record.decode(Buffer.from(message.header(RECORD_HEADER) ?? "", "base64"));
  } catch {
    return null;
  }
}
