import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { rootCertificates } from "node:tls";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Tls } from "./identity.ts";

export interface ConsoleQuestion {
  /** `host:port`. */
  readonly address: string;
  /** As the hub is spoken to; in clear when absent. */
  readonly tls?: Tls | undefined;
  /** Milliseconds in which it must answer. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a console whether it is healthy, which it tells anybody; it tells nothing else. Throws HubError `unavailable`. */
export function askConsole({ address, tls, within, signal }: ConsoleQuestion): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(
        new HubError("unavailable", `the console does not answer: ${cause.message}`, { cause }),
      );
    const late = AbortSignal.timeout(within);
    const options = {
      signal: signal ? AbortSignal.any([signal, late]) : late,
      // Browsers are shown a certificate of the hub's own authority, or of a public one.
      ...(tls?.ca && { ca: [tls.ca, ...rootCertificates] }),
    };
    const answered = (response: IncomingMessage): void => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else failed(new Error(`status ${response.statusCode}`));
    };
    const url = `${tls ? "https" : "http"}://${address}/healthy`;
    const request = tls ? getSecure(url, options, answered) : getPlain(url, options, answered);
    request.on("error", (error) => failed(late.aborted ? new Error("no answer in time") : error));
  });
}
