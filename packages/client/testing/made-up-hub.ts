import {
  ExchangeLogService,
  type GetCheckpointRequest,
  type LogArchive,
  type LogRow,
  type ProveRequest,
  type QueryRequest,
  type TrailRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { MatchingRecords } from "@talanoa/sharing/record/matching-records.ts";
import type { RowFilter } from "@talanoa/sharing/record/row-filter.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { naiveTree } from "@talanoa/tlog/testing/naive-tree.ts";
import { signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import type { Hub } from "../hub.ts";
import { readRow } from "../log.ts";

export interface MadeUp {
  readonly entries: readonly LogEntry[];
  /** Who asks. */
  readonly participant: string;
  /** Whether a part of an entry is shown: what an honest hub hides from nobody. */
  readonly shows: (index: number, party: string) => boolean;
  /** What it says of archives: beside the checkpoint, and with the pages of an answer. */
  readonly archives?: readonly LogArchive[];
  readonly told?: readonly LogArchive[];
}

/** A hub of one reader that proves its log, and answers what it likes. */
export function madeUpHub({ entries, participant, shows, archives = [], told = [] }: MadeUp): Hub {
  const tree = naiveTree(entries.map(({ entry }) => entry));
  const { length: size } = entries;
  const checkpoint = Buffer.from(formatNote(signedCheckpoint({ size, root: tree.root(size) })));
  const rows = entries.flatMap(({ common, parts, entry }, index): LogRow[] => {
    const seen = parts.filter(({ party }) => shows(index, party)).map(({ bytes }) => bytes);
    return seen.length === 0 ? [] : [{ index, common, parts: seen, entry, altered: false }];
  });
  const answer = (filter: RowFilter, descending = false) => {
    const matched = new MatchingRecords(filter);
    for (const row of rows) matched.take(readRow(row));
    const matching = new Set(matched.matching);
    const found = rows.filter(({ index }) => matching.has(index));
    return { rows: descending ? found.toReversed() : found, nextPageToken: "", archives: told };
  };
  const answers = new Map<unknown, (request: never) => unknown>([
    [ExchangeLogService.query, (asked: Init<QueryRequest>) => answer(asked, asked.descending)],
    [
      ExchangeLogService.trail,
      ({ notice = null }: Init<TrailRequest>) => answer({ notice, includeExercises: true }),
    ],
    [ExchangeLogService.stats, () => ({ rows: [], size, archives: [] })],
    [
      ExchangeLogService.getCheckpoint,
      ({ since = 0 }: Init<GetCheckpointRequest>) => ({
        checkpoint,
        consistency: since > 0 ? tree.proof(since, size) : [],
        archives,
      }),
    ],
    [
      ExchangeLogService.prove,
      ({ indexes = [] }: Init<ProveRequest>) => ({
        checkpoint,
        proofs: indexes.map((index) => ({ index, hashes: tree.path(index, size) })),
      }),
    ],
  ]);
  const call = async (method: unknown, request: unknown) => answers.get(method)!(request as never);
  const identity = { participant, roles: ["auditor"], hub: {} };
  return { identity, call } as unknown as Hub;
}
