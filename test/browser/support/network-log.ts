import type { CDPSession, Page, Request } from "playwright-core";

/** One request of a page, and what came of it. */
export interface Exchanged {
  readonly url: string;
  readonly method: string;
  /** What kind of resource it was for, such as `script`, `fetch` or `eventsource`. */
  readonly kind: string;
  /** Bytes that came over the link, headers too, compressed as they were. */
  received: number;
  fromCache: boolean;
  status: number | undefined;
}

/** What goes over the link of one page, from when it is watched. */
export class NetworkLog {
  readonly #exchanged = new Map<string, Exchanged>();
  readonly #texts: Promise<Buffer>[] = [];
  readonly #unread: string[] = [];

  private constructor() {}

  static async watch(page: Page, session: CDPSession): Promise<NetworkLog> {
    const log = new NetworkLog();
    page.on("request", (request) => {
      log.#keep(request.url(), request.postDataBuffer());
    });
    page.on("requestfinished", (request) => log.#read(request));
    session.on("Network.requestWillBeSent", ({ requestId, request, type, redirectResponse }) => {
      const { url, method } = request;
      const kind = (type ?? "other").toLowerCase();
      const before = log.#exchanged.get(requestId);
      if (before && redirectResponse) {
        // The request goes on elsewhere under the same id.
        before.status = redirectResponse.status;
        before.received = redirectResponse.encodedDataLength;
        log.#exchanged.set(`${requestId} to ${url}`, before);
      }
      const entry = { url, method, kind, received: 0, fromCache: false, status: undefined };
      log.#exchanged.set(requestId, entry);
    });
    session.on("Network.responseReceived", ({ requestId, response }) => {
      const entry = log.#exchanged.get(requestId);
      if (!entry) return;
      entry.status = response.status;
      entry.received = response.encodedDataLength;
      entry.fromCache = response.fromDiskCache ?? false;
    });
    session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
      const entry = log.#exchanged.get(requestId);
      if (entry) entry.received += Math.max(encodedDataLength, 0);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const entry = log.#exchanged.get(requestId);
      // Of what came from the cache nothing went over the link.
      if (entry) entry.received = entry.fromCache ? 0 : encodedDataLength;
    });
    session.on("Network.eventSourceMessageReceived", ({ data }) => {
      log.#keep(data, Buffer.from(data, "base64"));
    });
    await session.send("Network.enable", { maxTotalBufferSize: 256 * 1024 * 1024 });
    return log;
  }

  /** All requests, in the sequence in which they were sent. */
  get exchanged(): readonly Exchanged[] {
    return [...this.#exchanged.values()];
  }

  /** Bytes that have come over the link so far. */
  get received(): number {
    return this.exchanged.reduce((sum, { received }) => sum + received, 0);
  }

  /** Everything that was sent and received: addresses, bodies, events of streams as they are and decoded. */
  async everything(): Promise<readonly Buffer[]> {
    return Promise.all(this.#texts);
  }

  /** Addresses of the answers, but for the page's own files, whose body the browser had dropped before it was read. */
  get unread(): readonly string[] {
    return this.#unread;
  }

  #keep(...texts: readonly (string | Buffer | null)[]): void {
    for (const text of texts) {
      if (text !== null) this.#texts.push(Promise.resolve(Buffer.from(text)));
    }
  }

  #read(request: Request): void {
    const body = request.response().then(async (response) => {
      // What redirects has no body.
      if (!response || (response.status() >= 300 && response.status() < 400))
        return Buffer.alloc(0);
      return response.body();
    });
    this.#texts.push(
      body.catch(() => {
        // A file of the page itself is the same for everybody.
        if (!request.url().includes("/assets/")) this.#unread.push(request.url());
        return Buffer.alloc(0);
      }),
    );
  }
}
