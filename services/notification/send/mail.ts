import { readFile } from "node:fs/promises";
import { createTransport } from "nodemailer";
import { type Message, type Outcome, Undelivered, type Way } from "./way.ts";

/** The way to a server that takes e-mail. */
export interface MailAccess {
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly from: string;
  readonly login?: { readonly user: string; readonly passwordFile: string };
  /** Certificates (PEM) of the authorities by which the server is known; the system's when absent. */
  readonly ca?: string;
}

/** Milliseconds: to reach the server, and for each of its answers. */
const REACH = 10_000;
const ANSWER = 20_000;

/** The numbers by which a server says that there is no such address (RFC 5321, RFC 3463). */
const NO_SUCH = /^(550|551|553|501)$/;

/** Sends e-mail by a server, over a connection of its own for each: a renewed password is used at once. */
export function mailWay(access: MailAccess): Way {
  const { host, port, security, from, login, ca } = access;
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    async send(address, message) {
      const transport = createTransport({
        host,
        port,
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "none",
        tls: { minVersion: "TLSv1.2", ...(ca && { ca }) },
        connectionTimeout: REACH,
        greetingTimeout: REACH,
        socketTimeout: ANSWER,
        dnsTimeout: REACH,
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(login && { auth: { user: login.user, pass: await passwordIn(login.passwordFile) } }),
      });
      try {
        await transport.sendMail(mailOf(message, { from, to: address, domain }));
        return "sent";
      } catch (error) {
        return outcomeOf(error);
      } finally {
        transport.close();
      }
    },
  };
}

function mailOf(
  { title, text, isUrgent, id }: Message,
  { from, to, domain }: { readonly from: string; readonly to: string; readonly domain: string },
) {
  return {
    from: { name: "Talanoa", address: from },
    to: { name: "", address: to },
    subject: title,
    text: `${text}\n`,
    messageId: `<${id}@${domain}>`,
    ...(isUrgent && { priority: "high" as const }),
    // So that nothing that answers by itself does (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    xMailer: false as const,
  };
}

async function passwordIn(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    throw new Undelivered("EPASSWORDFILE");
  }
}

/** Throws Undelivered. The error's own text has the address: no part of it goes on but its code. */
function outcomeOf(error: unknown): Outcome {
  const { code, responseCode, command } = error as {
    code?: unknown;
    responseCode?: unknown;
    command?: unknown;
  };
  const isRecipient = code === "EENVELOPE" && command === "RCPT TO";
  if (isRecipient && NO_SUCH.test(String(responseCode))) return "refused";
  const status = typeof responseCode === "number" ? ` ${responseCode}` : "";
  throw new Undelivered(`${typeof code === "string" ? code : "EUNKNOWN"}${status}`);
}
