import { setTimeout as sleep } from "node:timers/promises";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { addSignatures, formatNote, type Note, parseNote } from "@talanoa/tlog/note/note.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import { emptyRoot } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import { type Answered, askWitness } from "./ask-witness.ts";
import {
  type Checkpoint,
  readCheckpoints,
  readTree,
  sign,
  storeCheckpoint,
} from "../prove/checkpoints.ts";
import type { Published } from "../prove/published.ts";
import { witnessLags } from "../measures.ts";
import { cosigners, type Witness, type WitnessPolicy } from "./witness-policy.ts";

export interface CosignOptions {
  readonly pool: Pool;
  readonly policy: WitnessPolicy;
  readonly log: Logger;
  /** Milliseconds without a cosignature after which a witness, or the quorum, is an alarm. */
  readonly late?: number;
}

/** Milliseconds between two looks for a checkpoint that waits for its witnesses. */
const LOOK = 250;
const LATE = 60_000;

/** A witness, and how far it has cosigned. */
class Standing {
  readonly witness: Witness;
  /** What it cosigned last, as far as is known. */
  size: number;
  cosignedAt = Date.now();
  busy = false;
  /** When it was last said that it is away, Unix ms. */
  toldAt = 0;

  constructor(witness: Witness, size: number) {
    this.witness = witness;
    this.size = size;
  }
}

/**
 * Asks each witness how many entries of this log it has cosigned, by a checkpoint of none. Throws
 * `unavailable` when it does not answer.
 */
export async function sizeAtWitness(
  pool: Pool,
  signer: Signer,
  witness: Witness,
  signal: AbortSignal,
): Promise<number> {
  const empty = { origin: signer.key.name, size: 0, root: emptyRoot(), extensions: [] };
  const text = formatCheckpoint(empty);
  const note = { text, signatures: [signText(text, signer)] };
  const answer = await askWitness(pool, witness, note, 0, signal);
  if (answer.kind === "refused") throw new HubError("unavailable", `it refuses: ${answer.reason}`);
  return answer.kind === "at" ? answer.size : 0;
}

/**
 * Collects cosignatures for the published checkpoints until the signal aborts, and publishes each that
 * has enough. How far the witnesses lag is told while it does: whoever leads then tells it. The log does not wait for its witnesses: without them checkpoints are the log's word alone, with
 * the cosignatures of those that are not away, and readers are told so.
 */
export async function collectCosignatures(
  { pool, policy, log, late: lateAfter = LATE }: CosignOptions,
  signal: AbortSignal,
): Promise<void> {
  using _ = { [Symbol.dispose]: () => witnessLags.clear() };
  const standings = policy.witnesses.map((witness) => new Standing(witness, 0));
  let enoughAt = Date.now();
  let told = 0;
  while (!signal.aborted && policy.quorum > 0) {
    await sleep(LOOK, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      const { signed, cosigned } = await readCheckpoints(pool);
      if (!signed || signed.size === cosigned?.size) {
        enoughAt = Date.now();
        continue;
      }
      if (await collect(signed)) enoughAt = Date.now();
    } catch (error) {
      log.warn({ err: error }, "cosignatures could not be collected");
    }
    const late = Date.now() - enoughAt;
    if (late > lateAfter && Date.now() - told > lateAfter) {
      told = Date.now();
      const seconds = Math.round(late / 1_000);
      const { quorum } = policy;
      log.error(
        { seconds, quorum },
        "too few witnesses cosign: checkpoints are the log's word alone",
      );
    }
  }

  /** Asks all witnesses that are free. Resolves when enough have cosigned, or none is asked any more. */
  async function collect({ note: text, size, publishedAt }: Checkpoint): Promise<boolean> {
    let note: Note = parseNote(text);
    const before = cosigners(policy, note);
    let enough = false;
    const reached = Promise.withResolvers<void>();
    const asked = standings
      .filter(({ busy }) => !busy)
      .map(async (standing) => {
        standing.busy = true;
        try {
          const its = await cosignature(standing, parseNote(text), size);
          if (!its) return;
          const more = addSignatures(note, its.signatures);
          const count = cosigners(policy, more);
          const all = { size, note: formatNote(more), publishedAt };
          // Only now: what cannot be shown must not stand in the way of those who cosign later.
          note = more;
          if (count < policy.quorum) {
            // A witness that is asked again, while others are away, says nothing new.
            if (count > before) await storeCheckpoint(pool, "signed", all);
            return;
          }
          await storeCheckpoint(pool, "cosigned", all);
          enough = true;
          reached.resolve();
        } catch (error) {
          const witness = standing.witness.key.name;
          log.warn({ err: error, witness }, "a cosigned checkpoint could not be kept");
        } finally {
          standing.busy = false;
        }
      });
    await Promise.race([reached.promise, Promise.allSettled(asked)]);
    return enough;
  }

  function tellLag(witness: string, seconds: number): void {
    if (!signal.aborted) witnessLags.record(seconds, { witness });
  }

  async function cosignature(standing: Standing, note: Note, size: number): Promise<Note | null> {
    const { witness } = standing;
    const name = witness.key.name;
    try {
      let answer = await askWitness(pool, witness, note, Math.min(standing.size, size), signal);
      if (answer.kind === "at" && answer.size <= size && answer.size !== standing.size) {
        standing.size = answer.size;
        answer = await askWitness(pool, witness, note, answer.size, signal);
      }
      if (answer.kind === "cosigned") {
        standing.size = size;
        standing.cosignedAt = Date.now();
        tellLag(name, 0);
        return answer.note;
      }
      // Asked at the start for what is published only now.
      if (answer.kind === "at" && answer.size > size) return null;
      log.error(
        { witness: name, ...saidBy(answer) },
        "a witness does not cosign: it saw another log",
      );
    } catch (error) {
      if (signal.aborted) return null;
      const seconds = Math.round((Date.now() - standing.cosignedAt) / 1_000);
      tellLag(name, seconds);
      // Once, then once a minute: it is asked again at each checkpoint.
      if (Date.now() - standing.toldAt < lateAfter) return null;
      standing.toldAt = Date.now();
      const told = { witness: name, seconds, reason: reasonOf(error) };
      if (seconds * 1_000 > lateAfter) log.error(told, "a witness is away");
      else log.warn(told, "a witness does not answer");
    }
    return null;
  }
}

/** Without a stack: a witness that is away is no fault of this program. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error ? `${message}: ${reasonOf(cause)}` : message;
}

function saidBy(answer: Exclude<Answered, { kind: "cosigned" }>): object {
  return answer.kind === "at" ? { itsSize: answer.size } : { reason: answer.reason };
}

export interface CheckOptions extends CosignOptions {
  readonly signer: Signer;
  readonly published: Published;
  /** Resolves when the log has all that the stream had at the time. */
  readonly caughtUp: () => Promise<void>;
}

/**
 * What witnesses have seen beyond what this process knows to be published was promised as well: waits
 * until the log has as many entries. Throws `failed-precondition` when the stream has not enough, or when
 * a witness says that the log has others. A witness that is away is left out.
 */
export async function checkWitnesses(
  { pool, policy, log, signer, published, caughtUp }: CheckOptions,
  signal: AbortSignal,
): Promise<void> {
  const known = published.last?.checkpoint.size ?? 0;
  const all = await Promise.all(
    policy.witnesses.map(async (witness) => {
      const seen = await unlessAway(witness, sizeAtWitness(pool, signer, witness, signal));
      return { witness, name: witness.key.name, seen: seen ?? 0 };
    }),
  );
  const ahead = all.filter(({ seen }) => seen > known);
  if (ahead.length === 0) return;
  const furthest = ahead.reduce((one, other) => (other.seen > one.seen ? other : one));
  const sizeNow = async () => (await retryUntil(() => readTree(pool), signal)).size;
  if ((await sizeNow()) < furthest.seen) await caughtUp();
  const size = await sizeNow();
  if (size < furthest.seen)
    throw replaced(
      `the witness ${furthest.name} has seen ${furthest.seen} entries, the log has ${size}`,
    );
  // A witness sees it as others do: when it is on this disk.
  await retryUntil(() => sign(pool, signer, published), signal);
  const { note } = published.last!;
  await Promise.all(
    ahead.map(async ({ witness, name, seen }) => {
      const answer = await unlessAway(witness, askWitness(pool, witness, note, seen, signal));
      if (answer?.kind === "refused")
        throw replaced(`the witness ${name} has seen another log: ${answer.reason}`);
    }),
  );

  async function unlessAway<Answer>(
    { key }: Witness,
    asked: Promise<Answer>,
  ): Promise<Answer | null> {
    return asked.catch((error: unknown) => {
      const told = { witness: key.name, err: error };
      log.warn(told, "a witness is away: what it has seen is not known");
      return null;
    });
  }
}

function replaced(what: string): HubError {
  return new HubError(
    "failed-precondition",
    `${what}. The log's database or the stream was lost, replaced or changed: nothing was published. See docs/log.md.`,
  );
}
