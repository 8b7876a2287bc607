import { Delivery, FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init, Method } from "@talanoa/contract/message-type.ts";

/** One event of a stream. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** As much of a browser as the console's server sees: cookies, an origin, streams of events. */
export class Browser {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  /** What the server said of each cookie when it set it last. */
  readonly attributes = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookies) headers.set("cookie", cookies);
    const place = new URL(path, this.url);
    const response = await fetch(place, { redirect: "manual", ...init, headers });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(cookie: string): void {
    const [, name = "", value = "", attributes = ""] = /^([^=]+)=([^;]*); (.*)$/.exec(cookie) ?? [];
    this.attributes.set(name, attributes);
    if (/\bMax-Age=0\b/.test(attributes)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** Signs in at the demo's issuer with one click; where the console leads then. */
  async signIn(person: string, back = "/"): Promise<string> {
    const away = await this.fetch(`/sign-in?return=${encodeURIComponent(back)}`);
    const clicked = await fetch(`${away.headers.get("location")}&person=${person}`, {
      redirect: "manual",
    });
    const home = await this.fetch(clicked.headers.get("location")!);
    return home.headers.get("location") ?? `${home.status}`;
  }

  /** Sends as the console's page does. */
  post(path: string, body: RequestInit["body"] = null, headers: object = {}): Promise<Response> {
    const own = { "x-talanoa": "1", origin: this.url, "sec-fetch-site": "same-origin" };
    return this.fetch(path, { method: "POST", body, headers: { ...own, ...headers } });
  }

  json(path: string, body: object): Promise<Response> {
    return this.post(path, JSON.stringify(body), { "content-type": "application/json" });
  }

  /** Calls a method of the hub through the console. */
  async call<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
  ): Promise<Response> {
    const body = new Uint8Array(method.requestSerialize(request));
    const response = await this.post(`/hub${method.path}`, body, {
      "content-type": "application/x-protobuf",
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return method.responseDeserialize(Buffer.from(await response.arrayBuffer()));
  }

  /** Opens a stream of a subscription. */
  async events(name: string, filter: Init<FeedFilter> = {}): Promise<EventReader> {
    const bytes = Buffer.from(FeedFilter.encode(filter)).toString("base64url");
    const stop = new AbortController();
    const response = await this.fetch(`/events?name=${name}&filter=${bytes}`, {
      headers: { "sec-fetch-site": "same-origin" },
      signal: stop.signal,
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return new EventReader(response, stop);
  }
}

/** Reads a stream of events, one after the other. */
export class EventReader implements AsyncDisposable {
  readonly response: Response;
  readonly #stop: AbortController;
  readonly #events: AsyncGenerator<ServerEvent, void, void>;

  constructor(response: Response, stop: AbortController) {
    this.response = response;
    this.#stop = stop;
    this.#events = readEvents(response.body!);
  }

  /** The next event; undefined at the stream's end. */
  async next(): Promise<ServerEvent | undefined> {
    return (await this.#events.next()).value ?? undefined;
  }

  /** The next event, which must be of this kind: its JSON. */
  async expect(event: string): Promise<Record<string, unknown>> {
    const next = await this.next();
    if (next?.event !== event) throw new Error(`${event} was to come, not ${next?.event}`);
    return JSON.parse(next.data) as Record<string, unknown>;
  }

  async delivery(): Promise<Delivery> {
    const next = await this.next();
    if (next?.event !== "delivery") throw new Error(`a delivery was to come, not ${next?.event}`);
    return Delivery.decode(Buffer.from(next.data, "base64"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#events.next().catch(() => {});
  }
}

async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent, void> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const fields = new Map(
          text
            .slice(0, end)
            .split("\n")
            .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
        );
        text = text.slice(end + 2);
        const [event, id = "", data = ""] = ["event", "id", "data"].map((name) => fields.get(name));
        if (event) yield { event, id, data };
      }
    }
  } catch {
    // The server was killed, or we went away: the stream's end.
  }
}
