import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { verifyNote } from "@talanoa/tlog/note/verify.ts";
import { type Answer, badRequest, cosignedAnswer, decide } from "@talanoa/tlog/witness/decide.ts";
import { type AddCheckpoint, parseAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import { contradictionIn } from "./contradiction.ts";
import type { Evidence, EvidenceFolder } from "./evidence.ts";
import type { KeptState } from "./kept-state.ts";
import type { LogState } from "./log-state.ts";
import { type Turns, turns } from "./turns.ts";

/** A log that is cosigned. */
export interface WitnessedLog {
  readonly keys: readonly VerifierKey[];
  readonly kept: KeptState;
}

/** What the witness tells whoever runs it. Nothing waits for it. */
export interface WitnessNews {
  cosigned(state: LogState): void;
  /** New evidence was kept; `last` is what had been cosigned before. */
  contradicted(evidence: Evidence, last: LogState | undefined): void;
  /** What had been kept as unproven was proven, and is no evidence any more. */
  settled(state: LogState): void;
}

/**
 * The answer to the body of a request to add-checkpoint. Requests for one log take turns. Throws when
 * the disk fails: then it is not known what state stands there, and the witness must be started anew.
 */
export function cosigner(
  signer: Signer,
  logs: ReadonlyMap<string, WitnessedLog>,
  evidence: EvidenceFolder,
  news: WitnessNews,
): (body: Uint8Array) => Promise<Answer> {
  const lines = new Map<string, Turns>([...logs.keys()].map((origin) => [origin, turns()]));

  async function judge(request: AddCheckpoint, log: WitnessedLog | undefined): Promise<Answer> {
    const { checkpoint, note } = request;
    const last = log?.kept.current;
    const decision = decide(request, log?.keys, last);
    if (!decision.accepted) {
      const kind = contradictionIn(request, decision.answer, last);
      const kept = kind && (await evidence.keep(kind, request, last, Date.now()));
      if (kept) news.contradicted(kept, last);
      return decision.answer;
    }
    const time = Math.floor(Date.now() / 1000);
    const signatures = verifyNote(note, log!.keys).map(({ signature }) => signature);
    const state: LogState = {
      ...decision.state,
      origin: checkpoint.origin,
      cosignedAt: time * 1000,
      checkpoint: formatNote({ text: note.text, signatures }),
    };
    await log!.kept.commit(state);
    // From here on nothing but this tree and what grows from it is cosigned. If the answer gets lost,
    // the log asks again and is told the size.
    const answer = cosignedAnswer(request, [signer], time);
    news.cosigned(state);
    if (await evidence.settle(checkpoint, note)) news.settled(state);
    return answer;
  }

  return async (body) => {
    const request = readRequest(body);
    if ("status" in request) return request;
    const { origin } = request.checkpoint;
    const turn = lines.get(origin);
    return turn ? turn(() => judge(request, logs.get(origin))) : judge(request, undefined);
  };
}

function readRequest(body: Uint8Array): AddCheckpoint | Answer {
  try {
    return parseAddCheckpoint(body);
  } catch (error) {
    if (error instanceof TlogError) return badRequest(error);
    throw error;
  }
}
