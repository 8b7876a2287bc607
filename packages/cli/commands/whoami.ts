import type { Identity } from "@talanoa/client/identity.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { chooseIdentity, readIdentity } from "../identities.ts";
import type { Json } from "../json.ts";
import { printFields, printJson } from "../print.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

export function define(command: Command, context: Context): void {
  command.action(async () => {
    const stored = await chooseIdentity(context.terminal, context.options);
    const identity = await readIdentity(stored);
    const expires = tokenExpiry(identity.token);
    if (context.options.json) return printJson(context, [asJson(identity, stored.path, expires)]);
    const { hub, signingKey } = identity;
    const { bad } = styleOf(context.terminal);
    const isOver = expires !== null && expires <= Date.now();
    const until = expires === null ? "" : utcAndLocal(expires);
    await printFields(context, [
      ["identity", identity.name],
      ["participant", identity.participant],
      ["principal", identity.principal],
      ["office", identity.office],
      ["roles", identity.roles.join(", ")],
      ["signing key", signingKey?.kid ?? "none: reads only"],
      ["token until", isOver ? { text: `${until} (run out)`, paint: bad } : until],
      ["intake", hub.intake],
      ["feeds", hub.feeds],
      ["routing", hub.routing],
      ["log", hub.log],
      ["screening", hub.screening ?? "none"],
      ["notification", hub.notification ?? "none"],
      ["transport", hub.tls ? "TLS" : "in clear, on this machine only"],
      ["receipt key", hub.receiptKey.kid],
      ["log key", hub.logKey ?? ""],
      ["log's tree", hub.tiles ?? ""],
      ["file", stored.path],
    ]);
  });
}

/** When a token ends, Unix ms; null when it does not say. It is not verified here: the hub does. */
export function tokenExpiry(token: string): number | null {
  try {
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
    const { exp } = JSON.parse(payload) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1000 : null;
  } catch {
    return null;
  }
}

function asJson(identity: Identity, file: string, expires: number | null): Json {
  const { name, participant, principal, office, roles, signingKey, hub } = identity;
  const { intake, feeds, routing, log, screening = null } = hub;
  return {
    name,
    participant,
    principal,
    office,
    roles,
    key_id: signingKey?.kid ?? null,
    token_expires_at: expires === null ? null : isoTime(expires),
    hub: {
      intake,
      feeds,
      routing,
      log,
      screening,
      tls: hub.tls !== undefined,
      receipt_key_id: hub.receiptKey.kid,
      log_key: hub.logKey ?? null,
      tiles: hub.tiles ?? null,
    },
    file,
  };
}
