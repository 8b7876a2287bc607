import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import {
  type Delivery,
  FeedService,
  type SubscribeRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init, Method } from "@talanoa/contract/message-type.ts";

/** How a call ended; code 0 for well. */
export interface Ended {
  readonly code: number;
  readonly text: string;
}

/** A principal's way to the feeds, at the level of messages: what the SDK does above it is not used here. */
export class FeedClient implements Disposable {
  readonly #client: Client;
  readonly #metadata = new Metadata();

  constructor(port: number, token: string) {
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    this.#metadata.set("authorization", `Bearer ${token}`);
  }

  /** Calls a method; rejects with grpc-js's error. */
  call<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        method.path,
        (value: Init<Request>) => method.requestSerialize(value),
        (bytes) => method.responseDeserialize(bytes),
        request,
        this.#metadata,
        { deadline: Date.now() + 60_000 },
        (error, response) => (error ? reject(error) : resolve(response!)),
      );
    });
  }

  /** Opens a subscription. */
  subscribe(open: Init<NonNullable<SubscribeRequest["open"]>>): Subscription {
    return new Subscription(this.#client, this.#metadata, open);
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

/** A call of Subscribe: what has come so far, and how it ended. */
export class Subscription {
  readonly deliveries: Delivery[] = [];
  /** Whether the subscription was there before, once it is ready. Rejects when the call ends first. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<Ended>;
  readonly #call;
  readonly #waiting = new Set<() => void>();
  #over: Ended | null = null;
  /** Called for each delivery as it comes. */
  onDelivery: ((delivery: Delivery) => void) | null = null;

  constructor(
    client: Client,
    metadata: Metadata,
    open: Init<NonNullable<SubscribeRequest["open"]>>,
  ) {
    const { path, requestSerialize, responseDeserialize } = FeedService.subscribe;
    const call = client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadata,
    );
    this.#call = call;
    const ready = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<Ended>();
    this.ready = ready.promise;
    this.ended = ended.promise;
    ready.promise.catch(() => {});
    call.on("data", ({ ready: its, delivery }) => {
      if (its) ready.resolve(its.resumed);
      if (delivery) {
        this.deliveries.push(delivery);
        this.onDelivery?.(delivery);
      }
      for (const wake of this.#waiting) wake();
    });
    call.on("error", ({ code, details }: ServiceError) => {
      this.#over = { code, text: details };
    });
    call.on("status", ({ code, details }) => {
      this.#over ??= { code, text: details };
      ended.resolve(this.#over);
      ready.reject(new Error(`${code} ${details}`));
      for (const wake of this.#waiting) wake();
    });
    call.write({ open });
  }

  /** Resolves with the deliveries once there are so many; rejects when the call ends before. */
  async have(count: number): Promise<Delivery[]> {
    while (this.deliveries.length < count) {
      if (this.#over) throw new Error(`ended: ${this.#over.code} ${this.#over.text}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await promise;
      this.#waiting.delete(resolve);
    }
    return this.deliveries;
  }

  /** The client has stored all of a precedence up to this delivery. */
  confirm(delivery: number): void {
    this.#call.write({ received: { delivery } });
  }

  opened(...deliveries: number[]): void {
    this.#call.write({ opened: { deliveries } });
  }

  /** Stops reading what comes, as a link that is stuck. */
  pause(): void {
    this.#call.pause();
  }

  resume(): void {
    this.#call.resume();
  }

  /** Says that nothing more will be said, and waits for the end. */
  close(): Promise<Ended> {
    this.#call.end();
    return this.ended;
  }

  /** Goes away without a word. */
  cancel(): Promise<Ended> {
    this.#call.cancel();
    return this.ended;
  }
}
