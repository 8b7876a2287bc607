import {
  StatsPeriod,
  type StatsRequest,
  type StatsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { statsPeriodWords, wordOf } from "@talanoa/contract/words.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError, invalid } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { type Asked, asked, type Reading } from "../ask/answer.ts";
import { withArchives } from "../ask/archives-asked.ts";
import { checkAuditor } from "../ask/check-auditor.ts";
import { countExchange } from "./count-exchange.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";
import { periodStart } from "./periods.ts";
import {
  checkId,
  checkReason,
  checkSpan,
  type Filter,
  filterText,
  violation,
} from "../ask/question.ts";
import { Tally } from "./tally.ts";

/** What was exchanged in figures, from the log as it was when it was asked. */
export function stats(reading: Reading): Unary<StatsRequest, Init<StatsResponse>> {
  // One at a time: it takes a core for as long as it lasts, and the log is written beside it.
  let turn: Promise<unknown> = Promise.resolve();
  return async (request, { caller, signal }) => {
    const reader = checkAuditor(caller, reading.directory(), Date.now());
    const question = parseStats(request);
    const filter = { ...question.filter, participant: countedFor(reader, caller, request) };
    const end = await asked(reading, caller, question);
    const before = turn;
    const counted = before
      .catch(() => {})
      .then(async () => {
        // What was received earlier decides what is received for the first time.
        const looked = { ...filter, from: 0 };
        return withArchives(reading, looked, async () => {
          const tally = new Tally(periodStart[request.by]);
          await countExchange({ db: reading.db, reader, filter, end, signal }, tally);
          return tally.rows();
        });
      });
    turn = counted;
    const { result: rows, archives } = await counted;
    return { rows, size: end, archives };
  };
}

/** Reads the question. Throws `invalid-argument` with all that is wrong. */
function parseStats(request: StatsRequest): Asked & { readonly filter: Filter } {
  const { reason, from, until, by, participant, includeExercises: exercises } = request;
  const found = [
    ...checkReason(reason),
    ...checkSpan(from, until),
    ...checkId("participant", participant),
  ];
  if (!(by in periodStart)) {
    found.push(violation("by", "period-known", "Give day, week or month, or none for all."));
  }
  if (!reason || found.length > 0) throw invalid(found);
  const none = { steps: [], principal: "", notice: null, operation: "", descending: false };
  const everywhere = { fromIndex: 0, untilIndex: 0 };
  const filter = { ...none, ...everywhere, from, until, participant, exercises };
  const period = by === StatsPeriod.UNSPECIFIED ? "" : `by=${wordOf(statsPeriodWords, by)}`;
  return { name: "stats", reason, filter, text: `${filterText(filter)} ${period}`.trim() };
}

/** Whose figures are counted; empty for all. Throws `permission-denied` for another's. */
function countedFor(reader: string, { participant }: Caller, asked: StatsRequest): string {
  if (reader === WHOLE_LOG) return asked.participant;
  if (asked.participant === "" || asked.participant === participant) return participant;
  throw new HubError("permission-denied", "only the Secretariat's auditor sees others' figures");
}
