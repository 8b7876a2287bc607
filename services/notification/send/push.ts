import { request } from "node:https";
import { buildPushPayload } from "@block65/webcrypto-web-push";
import { type Message, type Outcome, Undelivered, type Way } from "./way.ts";
import { isOfService } from "./push-services.ts";
import type { PushKey } from "./push-key.ts";

/** The way to push services. */
export interface PushAccess {
  /** Those that are sent to. */
  readonly services: readonly string[];
  /** By whom a push service can ask about this hub: an address of the console, or a mailto. */
  readonly contact: string;
  /** Certificates (PEM) by which services are known; the system's when absent. */
  readonly ca?: string;
  readonly key: PushKey;
}

/** A browser's subscription, as it is sealed. */
export interface Subscription {
  readonly endpoint: string;
  /** Base64url. */
  readonly p256dh: string;
  readonly auth: string;
}

const ANSWER = 20_000;
/** Seconds for which a service keeps what it cannot deliver: a device that was off for longer looks by itself. */
const KEEPS = 24 * 3_600;

/** Sends to a device, encrypted for it (RFC 8291) and padded, so that its length says nothing either. */
export function pushWay({ services, contact, ca, key }: PushAccess): Way {
  return {
    async send(address, message) {
      const { endpoint, p256dh, auth } = JSON.parse(address) as Subscription;
      // The list may have become shorter since.
      if (!isOfService(endpoint, services)) return "gone";
      const { headers, body } = await buildPushPayload(
        payloadOf(message),
        { endpoint, expirationTime: null, keys: { p256dh, auth } },
        { subject: contact, publicKey: key.publicKey, privateKey: key.privateKey },
      );
      return outcomeOf(await post(endpoint, { headers, body, ...(ca && { ca }) }));
    },
  };
}

function payloadOf({ title, text, isUrgent }: Message) {
  // A notification has room for the lines, and its click leads to the console.
  const [lines = ""] = text.split("\n\n");
  return {
    data: { title, text: lines },
    options: { ttl: KEEPS, urgency: isUrgent ? ("high" as const) : ("normal" as const) },
  };
}

/** The status of the answer. Follows no redirection, and reads nothing of the answer but that. */
function post(
  endpoint: string,
  {
    headers,
    body,
    ca,
  }: { readonly headers: object; readonly body: Uint8Array; readonly ca?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      endpoint,
      {
        method: "POST",
        headers: { ...headers },
        signal: AbortSignal.timeout(ANSWER),
        ...(ca && { ca }),
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    sending.once("error", (error: NodeJS.ErrnoException) =>
      reject(new Undelivered(error.code ?? "EUNKNOWN")),
    );
    sending.end(body);
  });
}

/** RFC 8030: 201 for what was taken, 404 and 410 for a subscription that has ended. */
function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return "sent";
  if (status === 404 || status === 410) return "gone";
  throw new Undelivered(String(status));
}
