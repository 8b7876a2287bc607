import { HubError } from "@talanoa/platform/errors.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Issuer } from "./issuer.ts";
import type { Known } from "./session.ts";

/** Milliseconds. */
const PATIENCE = 20_000;

/** Ed25519: 32 bytes in base64url. */
const asked = z.object({ publicKey: z.string().regex(/^[\w-]{43}$/) });

/**
 * `POST /`: passes the public key of a device to the issuer's place for that, with the person's own token. An issuer
 * without one answers `not-found`: the page then shows the key for the Secretariat to enter.
 */
export function enrol(issuer: Issuer): Hono<Known> {
  const app = new Hono<Known>();
  app.post("/", bodyLimit({ maxSize: 1_024 }), async (c) => {
    const body = asked.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success)
      throw new HubError("invalid-argument", "publicKey: 32 bytes in base64url are needed", {
        violations: [
          { field: "publicKey", rule: "ed25519", description: "Give 32 bytes in base64url." },
        ],
      });
    const place = await issuer.enrolment();
    if (!place) throw new HubError("not-found", "keys are enrolled by the Secretariat here");
    let response: Response;
    try {
      response = await fetch(place, {
        method: "POST",
        headers: {
          authorization: `Bearer ${c.get("session").identity.token}`,
          "content-type": "application/json",
        },
        body: JSON.stringify(body.data),
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (cause) {
      throw new HubError("unavailable", "the place where keys are enrolled does not answer", {
        cause,
      });
    }
    if (response.status >= 500)
      throw new HubError("unavailable", "the key could not be enrolled now: try again");
    if (!response.ok) throw new HubError("permission-denied", "the key was not enrolled");
    return c.json((await response.json()) as object, 200, { "cache-control": "no-store" });
  });
  return app;
}
