import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** One e-mail as it came over the wire. */
export interface Mail {
  readonly to: readonly string[];
  /** Headers and text, as bytes in Latin-1: one character each. */
  readonly raw: string;
}

/** A real server that takes every e-mail and keeps it, until it is closed. */
export interface Mailbox extends AsyncDisposable {
  readonly port: number;
  readonly mails: Mail[];
  /** Called when a mail has come whole, before the server says that it took it; until then the sender waits. */
  beforeTaken: (mail: Mail) => Promise<void>;
  /** Addresses that the server says do not exist. */
  readonly unknown: Set<string>;
}

/** Opens one on loopback, at a free port unless one is given. */
export async function openMailbox(
  port = 0,
  options: SMTPServerOptions = { authOptional: true, disabledCommands: ["STARTTLS", "AUTH"] },
): Promise<Mailbox> {
  const mails: Mail[] = [];
  const unknown = new Set<string>();
  const server = new SMTPServer({
    logger: false,
    ...options,
    onRcptTo({ address }, _session, done) {
      if (!unknown.has(address)) return done();
      done(Object.assign(new Error(`no such user: ${address}`), { responseCode: 550 }));
    },
    onData(stream, { envelope }, done) {
      const to = envelope.rcptTo.map(({ address }) => address);
      const take = async (): Promise<void> => {
        const mail = { to, raw: (await buffer(stream)).toString("latin1") };
        mails.push(mail);
        await box.beforeTaken(mail);
        done();
      };
      // What its sender did not finish is nobody's mail.
      take().catch(() => {});
    },
  });
  // A connection that its sender was killed on.
  server.on("error", () => {});
  const listening = server.listen(port, "127.0.0.1") as Server;
  if (!listening.listening) await once(listening, "listening");
  const box: Mailbox = {
    port: (listening.address() as AddressInfo).port,
    mails,
    unknown,
    beforeTaken: async () => {},
    async [Symbol.asyncDispose]() {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(resolve);
      await promise;
    },
  };
  return box;
}

/** A header of a mail. */
export function headerOf({ raw }: Mail, name: string): string {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/g, " ");
  const line = head.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? "";
}

/** The text of a mail, which is quoted-printable where it is not plain. */
export function textOf({ raw }: Mail): string {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(bytes, "latin1").toString();
}
