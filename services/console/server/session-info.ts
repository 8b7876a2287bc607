import type { HubAddresses, HubKeys } from "@talanoa/client/identity.ts";
import { Hono } from "hono";
import type { Issuer } from "./issuer.ts";
import type { Known, Session } from "./session.ts";

/** What a page must know of the session. */
export interface SessionInfo {
  readonly participant: string;
  readonly principal: string;
  readonly roles: readonly string[];
  readonly office: string;
  /** Of the token, Unix ms. */
  readonly expiresAt: number;
  readonly hub: HubKeys;
  /** Whether a device's key is enrolled from here. */
  readonly enrolment: boolean;
}

/** Tells who is signed in, and by which keys the hub is known. */
export function describeSession(issuer: Issuer, hub: HubAddresses) {
  const { receiptKey, otherReceiptKeys = [], logKey } = hub;
  return async ({ caller }: Session): Promise<SessionInfo> => {
    const { participant, principal, roles, office, expiresAt } = caller;
    // An issuer that is away must not keep anybody from reading.
    const enrolment = await issuer.enrolment().catch(() => undefined);
    const keys = { receiptKey, otherReceiptKeys, logKey };
    const its = { participant, principal, roles, office, expiresAt };
    return { ...its, hub: keys, enrolment: enrolment !== undefined };
  };
}

/** `GET /`: the session as `describe` tells it. */
export function sessionInfo(describe: (session: Session) => Promise<SessionInfo>): Hono<Known> {
  const app = new Hono<Known>();
  app.get("/", async (c) =>
    c.json(await describe(c.get("session")), 200, { "cache-control": "no-store" }),
  );
  return app;
}
