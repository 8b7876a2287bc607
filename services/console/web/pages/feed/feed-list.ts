import {
  type FeedLine,
  noticeKey,
  type NoticeFeedLine,
  recallKey,
  recallLine,
  type StatementFeedLine,
} from "./feed-line.ts";

/** What has come of a feed. */
export interface FeedList {
  readonly lines: ReadonlyMap<string, FeedLine>;
  /** Notices that were recalled, by their keys: whatever copy of one comes later is not shown. */
  readonly recalled: ReadonlySet<string>;
  /** Notices that one's own administration has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** When (Unix ms) one's own administration stated last of a notice that its copies are destroyed. */
  readonly destroyed: ReadonlyMap<string, number>;
}

export const emptyList: FeedList = {
  lines: new Map(),
  recalled: new Set(),
  acknowledged: new Set(),
  destroyed: new Map(),
};

/**
 * The list after some lines came, in their order. The newest version of a notice takes the place of those before; what
 * was acknowledged in one version is in the next; a recalled notice is gone, and the recall stands in the list: of another's
 * until one's own administration states that its copies are destroyed. What it acknowledges is shown at the notice, not
 * as a line.
 */
export function withLines(list: FeedList, came: readonly FeedLine[], own: string): FeedList {
  const lines = new Map(list.lines);
  const recalled = new Set(list.recalled);
  const acknowledged = new Set(list.acknowledged);
  const destroyed = new Map(list.destroyed);
  /** What was destroyed before for another reason, as erased persons, answers no recall. */
  const isAnswered = (key: string, recalledAt: number) => (destroyed.get(key) ?? 0) > recalledAt;
  for (const line of came) {
    if (line.kind === "notice") {
      if (recalled.has(line.key)) continue;
      if (line.acknowledged) acknowledged.add(line.key);
      const standing = lines.get(line.key);
      if (standing?.kind === "notice" && isNewer(standing, line)) continue;
      lines.set(line.key, withState(line, standing));
      continue;
    }
    if (line.kind === "recall") {
      const key = noticeKey(line.notice);
      recalled.add(key);
      lines.delete(key);
      // The list may be a moment behind what came live.
      if (!isAnswered(key, line.at)) lines.set(line.key, line);
      continue;
    }
    const notice = line.kind === "statement" ? line.statement.notice : null;
    if (line.kind === "statement" && notice) {
      const key = noticeKey(notice);
      if (isRecall(line)) {
        recalled.add(key);
        const standing = lines.get(key);
        lines.delete(key);
        if (notice.origin !== own) {
          const exercise = standing?.kind === "notice" && standing.notice.exercise;
          const open = recallLine(notice, { at: line.at, exercise });
          if (!isAnswered(key, line.at) && !lines.has(open.key)) lines.set(open.key, open);
          continue;
        }
      }
      if (line.statement.origin === own && line.says === "destroyed") {
        const open = lines.get(recallKey(notice));
        destroyed.set(key, line.at);
        if (open && isAnswered(key, open.at)) lines.delete(open.key);
      }
      if (line.says === "acknowledged" && line.statement.origin === own) {
        acknowledged.add(key);
        continue;
      }
    }
    lines.set(line.key, line);
  }
  for (const key of acknowledged) {
    const line = lines.get(key);
    if (line?.kind === "notice" && !line.acknowledged)
      lines.set(key, { ...line, acknowledged: true });
  }
  return { lines, recalled, acknowledged, destroyed };
}

/** The list without recalls that stand no more, by the keys of their lines; the same list when it has none of them. */
export function withoutRecalls(list: FeedList, gone: ReadonlySet<string>): FeedList {
  const isGone = ({ kind, key }: FeedLine) => kind === "recall" && gone.has(key);
  if (![...list.lines.values()].some(isGone)) return list;
  return { ...list, lines: new Map([...list.lines].filter(([, line]) => !isGone(line))) };
}

/** Whether a line is the recall of a notice of another that is not in the list: whether it is an exercise is not known. */
export function recallsUnseen({ lines }: FeedList, line: FeedLine): boolean {
  if (line.kind !== "statement" || !line.statement.notice || !isRecall(line)) return false;
  return !lines.has(noticeKey(line.statement.notice));
}

/** The list without notices that have expired by now (Unix ms); the same list when there are none. */
export function withoutExpired(list: FeedList, now: number): FeedList {
  const hasExpired = (line: FeedLine) =>
    line.kind === "notice" && line.notice.expiresAt > 0 && line.notice.expiresAt <= now;
  if (![...list.lines.values()].some(hasExpired)) return list;
  return { ...list, lines: new Map([...list.lines].filter(([, line]) => !hasExpired(line))) };
}

/** Whether a notice's own originator recalls it. */
function isRecall({ says, statement }: StatementFeedLine): boolean {
  return says === "recalled" && statement.origin === statement.notice?.origin;
}

function isNewer(one: NoticeFeedLine, other: NoticeFeedLine): boolean {
  return one.notice.ref.version > other.notice.ref.version;
}

/** A copy that was delivered does not say how far a request has come: what is known of it stays. */
function withState(line: NoticeFeedLine, standing: FeedLine | undefined): NoticeFeedLine {
  if (line.requestState !== null || standing?.kind !== "notice") return line;
  return { ...line, requestState: standing.requestState };
}
