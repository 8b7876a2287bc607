import { setTimeout as sleep } from "node:timers/promises";
import type { PublishStreamResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { asHubError, HubError } from "@talanoa/platform/errors.ts";
import type { Call, Streaming } from "@talanoa/platform/grpc/call.ts";
import { fieldViolations, statusOf } from "@talanoa/platform/grpc/status.ts";
import { inSpan } from "@talanoa/platform/telemetry/span.ts";
import { acceptNotice } from "./accept-notice.ts";
import type { Intake } from "./intake.ts";
import type { NoticeRequest } from "./notice-request.ts";
import { recordingRefusal } from "./refuse.ts";
import { Turns } from "./turns.ts";

type Answer = Init<PublishStreamResponse>;

/** Of the notices of one call that are under way at once. */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024;

/**
 * Many notices on one call. Each gets its answer, in the order of the requests; a refusal of one does
 * not end the call. Versions of one notice are taken in their order. Who does not read the answers is not read from either.
 */
export function publishStream(intake: Intake): Streaming<NoticeRequest, PublishStreamResponse> {
  return async (requests, call) => {
    const answers = new InOrder<Answer>({ count: intake.inFlight, bytes: IN_FLIGHT_BYTES });
    const faults: HubError[] = [];
    // Whatever ends the call, nothing is begun after it, and what was begun gets its answer.
    const end = (reason: unknown): void => {
      faults.push(asHubError(reason));
      answers.end();
    };
    const signal = AbortSignal.any([call.stopping, call.signal]);
    const onAbort = (): void => end(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    void read(intake, requests, call, answers).then(() => answers.end(), end);
    try {
      await answers.drain((answer) => call.write(answer));
    } finally {
      answers.end();
      signal.removeEventListener("abort", onAbort);
    }
    const [fault] = faults;
    if (fault) throw fault;
  };
}

async function read(
  intake: Intake,
  requests: AsyncIterable<NoticeRequest>,
  call: Call,
  answers: InOrder<Answer>,
): Promise<void> {
  const { participant, principal, expiresAt } = call.caller;
  const name = `${participant} ${principal}`;
  const turns = new Turns();
  for await (const request of requests) {
    const wait = intake.streamRate.reserve(name, performance.now());
    if (wait > 1) await sleep(wait, undefined, { signal: call.signal });
    if (!(await answers.room())) return;
    if (expiresAt <= Date.now()) {
      throw new HubError("unauthenticated", "the token has expired: sign in again");
    }
    answers.begin(answer(intake, request, call, turns), request.size);
  }
}

/** Accepts or refuses one notice. Never rejects. */
async function answer(
  intake: Intake,
  request: NoticeRequest,
  call: Call,
  turns: Turns,
): Promise<Answer> {
  try {
    return await inSpan("publish", {}, () =>
      recordingRefusal(intake.refusals, "publish-stream", call, (about) =>
        acceptNotice(intake, request, call.caller, about, turns),
      ),
    );
  } catch (thrown) {
    const error = asHubError(thrown);
    const { code, message } = error;
    // The call goes on, so that nobody else tells of it.
    if (code === "internal") intake.log.error({ err: error }, "a notice of a stream failed");
    return { refusal: { code: statusOf[code], message, violations: fieldViolations(error) } };
  }
}

/**
 * A bounded queue of work whose results are handed out in the order in which it was begun. One side
 * begins, the other drains.
 */
class InOrder<T> {
  readonly #most: { readonly count: number; readonly bytes: number };
  readonly #begun: { readonly work: Promise<T>; readonly bytes: number }[] = [];
  #bytes = 0;
  #ended = false;
  #more = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  constructor(most: { readonly count: number; readonly bytes: number }) {
    this.#most = most;
  }

  /** Resolves when there is room for one more; false when the queue has ended. */
  async room(): Promise<boolean> {
    while (!this.#ended && this.#full()) {
      this.#room = Promise.withResolvers();
      await this.#room.promise;
    }
    return !this.#ended;
  }

  /** Adds work that was begun, on so many bytes. It must not reject. */
  begin(work: Promise<T>, bytes: number): void {
    this.#begun.push({ work, bytes });
    this.#bytes += bytes;
    this.#more.resolve();
  }

  /** Nothing more is begun: `drain` returns after what is left. */
  end(): void {
    this.#ended = true;
    this.#more.resolve();
    this.#room.resolve();
  }

  /** Hands out the results in order, one after the other, until the end. */
  async drain(take: (result: T) => Promise<void>): Promise<void> {
    for (;;) {
      const [first] = this.#begun;
      if (first) {
        await take(await first.work);
        void this.#begun.shift();
        this.#bytes -= first.bytes;
        this.#room.resolve();
      } else if (this.#ended) {
        return;
      } else {
        this.#more = Promise.withResolvers();
        await this.#more.promise;
      }
    }
  }

  #full(): boolean {
    return this.#begun.length >= this.#most.count || this.#bytes >= this.#most.bytes;
  }
}
