import { generateKeyPairSync } from "node:crypto";
import { open, seal } from "@talanoa/platform/sealed.ts";
import type { Kysely } from "kysely";
import type { NotificationTables } from "../tables/tables.ts";

/** The hub's key towards push services (RFC 8292), in base64url: an uncompressed point of P-256, and its number. */
export interface PushKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

const LABEL = "push key";

/**
 * The one key of this hub, the same for all instances, sealed in the database; made by the first that asks. Browsers
 * have it in their subscriptions: with another one they would have to be made anew.
 */
export async function keptPushKey(
  db: Kysely<NotificationTables>,
  key: Uint8Array,
): Promise<PushKey> {
  const sealed = seal(key, LABEL, Buffer.from(JSON.stringify(newPushKey())));
  await db
    .insertInto("push_key")
    .values({ id: 1, sealed })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const standing = await db.selectFrom("push_key").select("sealed").executeTakeFirstOrThrow();
  return JSON.parse(open(key, LABEL, standing.sealed).toString()) as PushKey;
}

function newPushKey(): PushKey {
  const {
    x = "",
    y = "",
    d = "",
  } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
  }).privateKey.export({ format: "jwk" });
  const point = [x, y].map((part) => Buffer.from(part, "base64url"));
  return {
    publicKey: Buffer.concat([Buffer.of(4), ...point]).toString("base64url"),
    privateKey: d,
  };
}
