import {
  IntakeService,
  type PublishStreamResponse,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { pause } from "./backoff.ts";
import { callError, hubError, isPassing, isServiceError } from "./call-error.ts";
import type { HubClient } from "./connect.ts";
import { checkedReceipt } from "./genuine-receipt.ts";
import type { Publication } from "./publication.ts";
import { type Accepted, deadlineFor, violationOf } from "./publish.ts";
import { Inflow } from "./inflow.ts";
import { News } from "./news.ts";

export interface StreamAnswer {
  readonly publication: Publication;
  /** The receipt, or the hub's refusal of this notice; the stream goes on. */
  readonly answer: Accepted | HubError;
}

export interface StreamOptions {
  /** How many notices may be on their way; 256. */
  window?: number;
  /** Milliseconds without any answer after which a dead link ends the stream with its error; 30 s. */
  patience?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Publishes many notices on one call and gives the answers in the order of the notices. When the link
 * breaks, or the hub asks to come again later, what has no answer is sent again: it gives the first
 * receipt. Throws HubError when the hub is gone for longer than `patience`, NotGenuine for a receipt
 * that is not the hub's, what `notices` throws, and the signal's reason.
 */
export async function* publishStream(
  hub: HubClient,
  notices: AsyncIterable<Publication> | Iterable<Publication>,
  { window = 256, patience = 30_000, signal }: StreamOptions = {},
): AsyncGenerator<StreamAnswer, void, void> {
  await using source = new Inflow(notices);
  // Halved when the hub asks to come again later, so that less is sent twice; grows with answers.
  const pace = { window, signal };
  let failures = 0;
  let failingSince: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const unanswered: Publication[] = [];
    let error: unknown;
    try {
      for await (const each of oneCall(hub, source, unanswered, pace)) {
        if (each.answer instanceof HubError && isPassing(each.answer)) {
          // All that follow it are sent again too, or the order is lost.
          unanswered.unshift(each.publication);
          error = each.answer;
          pace.window = Math.max(4, pace.window >> 1);
          break;
        }
        failures = 0;
        failingSince = undefined;
        pace.window = Math.min(window, pace.window + 1);
        yield each;
      }
    } catch (thrown) {
      error = isServiceError(thrown) ? callError(thrown) : thrown;
    }
    signal?.throwIfAborted();
    source.giveBack(unanswered);
    if (error === undefined && source.done) return;
    error ??= new HubError("unavailable", "the hub ended the stream");
    failingSince ??= performance.now();
    if (!isPassing(error) || performance.now() - failingSince > patience) throw error;
    await pause(failures++, signal);
  }
}

/** One call: writes while there is room, gives the answers, leaves in `unanswered` what had none. */
async function* oneCall(
  hub: HubClient,
  source: Inflow<Publication>,
  unanswered: Publication[],
  pace: { readonly window: number; readonly signal: AbortSignal | undefined },
): AsyncGenerator<StreamAnswer, void, void> {
  const call = hub.open(IntakeService.publishStream);
  const cancel = () => call.cancel();
  pace.signal?.addEventListener("abort", cancel, { once: true });
  const room = new News();
  const arrived = new News();
  // Receipts are verified as they come, several at once, and given in order.
  const answers: Promise<StreamAnswer>[] = [];
  const flow = { open: true, full: false };
  let ended: { error?: unknown } | undefined;
  let sourceError: { thrown: unknown } | undefined;

  call.on("data", (response: PublishStreamResponse) => {
    const publication = unanswered[answers.length];
    if (!publication) return;
    const answer = read(hub, publication, response);
    // A failure is thrown when its turn comes.
    answer.catch(() => {});
    answers.push(answer);
    arrived.tell();
  });
  call.on("drain", () => {
    flow.full = false;
    room.tell();
  });
  call.on("error", (error: unknown) => {
    ended ??= { error };
    arrived.tell();
  });
  call.on("end", () => {
    ended ??= {};
    arrived.tell();
  });

  async function write(): Promise<void> {
    while (flow.open) {
      if (flow.full || unanswered.length >= pace.window) {
        await room.come();
        continue;
      }
      const next = await source.peek();
      if (!flow.open) return;
      if (next === undefined) break;
      source.take();
      unanswered.push(next);
      // From now on an answer is due.
      if (unanswered.length === 1) arrived.tell();
      flow.full = !call.write({ notice: SealedNotice.decode(next.sealed) });
    }
    call.end();
  }

  // Not awaited: it may stand in the source, which the next call goes on with.
  void write().catch((thrown: unknown) => {
    // The source failed; what is on its way is still answered.
    sourceError = { thrown };
    call.end();
  });

  try {
    for (;;) {
      const answer = answers[0];
      if (answer) {
        const given = await answer;
        void answers.shift();
        unanswered.shift();
        room.tell();
        yield given;
      } else if (ended) {
        if (ended.error !== undefined) throw ended.error;
        if (sourceError) throw sourceError.thrown;
        return;
      } else if (!(await arrived.come(silence(unanswered))))
        throw new HubError("deadline-exceeded", "the hub has not answered for long");
    }
  } finally {
    flow.open = false;
    room.tell();
    pace.signal?.removeEventListener("abort", cancel);
    call.cancel();
  }
}

/** How long no answer may come, in milliseconds; for ever while nothing is on its way. */
function silence(unanswered: readonly Publication[]): number {
  if (unanswered.length === 0) return Infinity;
  return deadlineFor(unanswered.reduce((bytes, { sealed }) => bytes + sealed.length, 0));
}

async function read(
  hub: HubClient,
  publication: Publication,
  response: PublishStreamResponse,
): Promise<StreamAnswer> {
  const { receipt: signed, refusal, warnings } = response;
  if (refusal) {
    const answer = hubError(refusal.code, refusal.message, refusal.violations);
    return { publication, answer };
  }
  const receipt = await checkedReceipt(signed, publication, hub.identity.hub);
  return {
    publication,
    answer: {
      publication,
      receipt,
      signedReceipt: signed!,
      warnings: warnings.map(violationOf),
    },
  };
}
