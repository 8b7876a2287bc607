import type { HubAddresses } from "@talanoa/client/identity.ts";
import { Hono } from "hono";
import type { Issuer } from "./issuer.ts";
import type { Known } from "./session.ts";

/** `GET /`: who is signed in, by which keys the hub is known, and whether a device's key is enrolled from here. */
export function sessionInfo(issuer: Issuer, hub: HubAddresses): Hono<Known> {
  const { receiptKey, otherReceiptKeys = [], logKey } = hub;
  const app = new Hono<Known>();
  app.get("/", async (c) => {
    const { participant, principal, roles, office, expiresAt } = c.get("session").caller;
    // An issuer that is away must not keep anybody from reading.
    const enrolment = await issuer.enrolment().catch(() => undefined);
    const its = { participant, principal, roles, office, expiresAt };
    return c.json(
      {
        ...its,
        hub: { receiptKey, otherReceiptKeys, logKey },
        enrolment: enrolment !== undefined,
      },
      200,
      { "cache-control": "no-store" },
    );
  });
  return app;
}
