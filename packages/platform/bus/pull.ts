import { setTimeout as sleep } from "node:timers/promises";
import type { Msg } from "@nats-io/transport-node";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";

/** What a pull loop needs to know of its consumer. */
export interface PullSource<T> {
  stream: string;
  /**
   * Makes sure that the consumer is there, and returns its name. Called at the start and again whenever it may be
   * gone: after a reconnect, a deletion, missed heartbeats. `unavailable` is tried again, any other error ends the
   * loop.
   */
  open(): Promise<string>;
  /**
   * A delivery as the reader gets it; null for one that it leaves out; undefined when it can not be the next one,
   * which opens the consumer anew.
   */
  accept(msg: Msg): T | null | undefined;
  /** Called when a consumer is no longer read. */
  close?(name: string): void;
  /** At most so many messages wait here or are on their way. */
  window: number;
  /**
   * At most so many bytes to one request, and none is made while payloads of so many wait here: a reader that is
   * slow must not fill the memory with large messages.
   */
  bytes: number;
  /** The priority group, for consumers that serve one client at a time. */
  group?: string;
}

const heartbeat = 2_000;
const silence = 5_000;
const expires = 30_000;
// A pinned client that does not ask again within the consumer's priority_timeout (3 s) loses its place.
const groupExpires = 1_500;

/**
 * Reads a pull consumer for ever: yields what has arrived since the last turn, as one array. Asks for more while the
 * reader works. Survives reconnects, a broker's restart and the consumer's deletion. Ends at once, dropping what
 * waits, when the signal aborts or the connection is closed for good. (The client library's own loops hand out one
 * message at a time, and keep silent when their consumer is deleted.)
 */
export async function* pull<T>(
  bus: Bus,
  source: PullSource<T>,
  signal: AbortSignal,
): AsyncGenerator<T[]> {
  // What a pinned client shows to keep its place; a new session of the same process goes on with it.
  const place = { pin: "" };
  for (let failures = 0; !signal.aborted; failures++) {
    if (failures > 1) await pause(failures, signal);
    let session: Session<T>;
    try {
      await bus.whenAvailable(signal);
      session = new Session(bus, source, await source.open(), place);
    } catch (error) {
      if (signal.aborted || bus.connection.isClosed()) return;
      if (error instanceof HubError && error.code === "unavailable") continue;
      throw error;
    }
    const wake = (): void => session.wake();
    signal.addEventListener("abort", wake, { once: true });
    try {
      while (!signal.aborted) {
        const arrived = session.take();
        if (arrived.length > 0) {
          failures = 0;
          yield arrived;
        } else if (session.ended) {
          break;
        } else {
          await session.change();
        }
      }
    } finally {
      signal.removeEventListener("abort", wake);
      session.close();
    }
    if (session.fault !== undefined) throw session.fault;
  }
}

/** One consumer, from its opening until something makes it doubtful. */
class Session<T> {
  ended = false;
  fault: HubError | undefined;
  readonly #bus: Bus;
  readonly #source: PullSource<T>;
  readonly #name: string;
  readonly #inbox: string;
  readonly #stop: (() => void)[];
  #arrived: T[] = [];
  #arrivedBytes = 0;
  /** How many messages the server may still send for what was asked. */
  #credit = 0;
  #heard = performance.now();
  readonly #place: { pin: string };
  #waiter: PromiseWithResolvers<void> | undefined;

  constructor(bus: Bus, source: PullSource<T>, name: string, place: { pin: string }) {
    this.#bus = bus;
    this.#source = source;
    this.#name = name;
    this.#place = place;
    this.#inbox = bus.inbox();
    const subscription = bus.connection.subscribe(this.#inbox, {
      callback: (error, msg) => (error ? this.#end() : this.#receive(msg)),
    });
    const watch = setInterval(() => {
      if (this.#credit > 0 && performance.now() - this.#heard > silence) this.#end();
    }, 500);
    this.#stop = [
      () => subscription.unsubscribe(),
      () => clearInterval(watch),
      bus.onReconnect(() => this.#end()),
    ];
    this.#ask();
  }

  /** Everything that has arrived; asks for more in its place. */
  take(): T[] {
    const arrived = this.#arrived;
    if (arrived.length > 0) this.#arrived = [];
    this.#arrivedBytes = 0;
    this.#ask();
    return arrived;
  }

  /** Resolves after something has arrived, or the session has ended, or wake() was called. */
  async change(): Promise<void> {
    this.#waiter = Promise.withResolvers();
    await this.#waiter.promise;
    // The rest of what came over the wire in this turn goes along.
    await new Promise((resolve) => setImmediate(resolve));
  }

  wake(): void {
    this.#waiter?.resolve();
    this.#waiter = undefined;
  }

  close(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#source.close?.(this.#name);
  }

  #end(): void {
    this.ended = true;
    this.wake();
  }

  #receive(msg: Msg): void {
    if (this.ended) return;
    this.#heard = performance.now();
    // A delivery says in its reply subject what it is; everything else is a status.
    if (!msg.reply?.startsWith("$JS.ACK.")) return this.#status(msg);
    const accepted = this.#source.accept(msg);
    if (accepted === undefined) return this.#end();
    if (this.#source.group !== undefined && this.#place.pin === "")
      this.#place.pin = msg.headers?.get("Nats-Pin-Id") ?? "";
    this.#credit -= 1;
    if (accepted !== null) {
      this.#arrived.push(accepted);
      this.#arrivedBytes += msg.data.length;
      this.wake();
    }
    this.#ask();
  }

  #status(msg: Msg): void {
    const code = msg.headers?.code ?? 0;
    const about = msg.headers?.description ?? "";
    if (code === 100) return;
    if (code === 400)
      this.fault = new HubError("internal", `the broker refused to deliver: ${about}`);
    // A request that is over: its time, its messages, its bytes, or another client's turn. What it had left is not
    // coming.
    const over =
      code === 408 ||
      code === 404 ||
      code === 423 ||
      (code === 409 && /completed|maxbytes/i.test(about));
    if (!over) return this.#end();
    if (code === 423) this.#place.pin = "";
    const left = msg.headers?.get("Nats-Pending-Messages") ?? "";
    this.#credit = left === "" ? 0 : Math.max(0, this.#credit - Number(left));
    this.#ask();
  }

  #ask(): void {
    const { window, bytes, group, stream } = this.#source;
    const held = this.#credit + this.#arrived.length;
    const enough = held > window / 2 || this.#arrivedBytes >= bytes;
    if (this.ended || enough || !this.#bus.available()) return;
    const batch = window - held;
    this.#credit += batch;
    const request = {
      batch,
      // One message must fit, or the server would refuse the same request for ever.
      max_bytes: Math.max(bytes, 2 * this.#bus.maxMessageBytes),
      expires: (group === undefined ? expires : groupExpires) * 1e6,
      idle_heartbeat: (group === undefined ? heartbeat : groupExpires / 3) * 1e6,
      ...(group !== undefined && { group }),
      ...(this.#place.pin !== "" && { id: this.#place.pin }),
    };
    const subject = `${this.#bus.api}.CONSUMER.MSG.NEXT.${stream}.${this.#name}`;
    this.#bus.connection.publish(subject, JSON.stringify(request), { reply: this.#inbox });
  }
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(2_000, 25 * 2 ** Math.min(failures, 8)), undefined, { signal }).catch(
    () => {},
  );
}
