import type { HubDoors } from "@talanoa/client/connect.ts";
import { TRYING_TAKES } from "@talanoa/client/directory.ts";
import { DirectoryService } from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { allowedMethods } from "./allowed-methods.ts";
import { sendBytes } from "./send-bytes.ts";
import type { Known } from "./session.ts";

/** A notice has at most 512 KiB. */
const MOST_BYTES = 1024 * 1024;
/** Milliseconds: of one attempt, and in which a hub that does not answer is asked again. */
const DEADLINE = 30_000;
const PATIENCE = 5_000;

/** `POST /hub/talanoa.v1.Service/Method`: bytes of a request in, bytes of the answer out; nothing of them is read. */
export function hubCalls(doors: HubDoors): Hono<Known> {
  const app = new Hono<Known>();
  const limit = bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new HubError("resource-exhausted", `a request has at most ${MOST_BYTES} bytes`);
    },
  });
  app.post("/:service/:method", limit, async (c) => {
    const { caller, identity } = c.get("session");
    const { service, method } = c.req.param();
    const path = `/${service}/${method}`;
    const roles = allowedMethods.get(path);
    if (!roles) throw new HubError("unimplemented", "the console does not pass this call on");
    c.set("method", path);
    if (!roles.some((role) => caller.roles.includes(role)))
      throw new HubError("permission-denied", `this takes the role ${roles.join(" or ")}`);
    const request = Buffer.from(await c.req.arrayBuffer());
    const answer = await doors.as(identity).call(bytesOf(path), request, {
      deadline: path === DirectoryService.tryEntry.path ? TRYING_TAKES : DEADLINE,
      patience: PATIENCE,
      signal: c.req.raw.signal,
    });
    return sendBytes(c, answer);
  });
  return app;
}

/** A unary method whose messages are passed as they are. */
function bytesOf(path: string): Method<Buffer, Buffer> {
  const same = (bytes: Buffer): Buffer => bytes;
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same as Method<Buffer, Buffer>["requestSerialize"],
    requestDeserialize: same,
    responseSerialize: same as Method<Buffer, Buffer>["responseSerialize"],
    responseDeserialize: same,
  };
}
