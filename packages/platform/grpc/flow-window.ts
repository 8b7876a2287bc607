import { subscribe } from "node:diagnostics_channel";
import type { ServerHttp2Session, ServerHttp2Stream } from "node:http2";

/**
 * Bytes that may be on their way to a reader before it has said that it read some. HTTP/2 begins with
 * 64 KiB: 107 KB a second over a satellite that takes 600 ms there and back, and on a fast line a turn
 * of both sides for every few notices.
 */
export const FLOW_WINDOW = 1024 * 1024;

const widened = new WeakSet<ServerHttp2Session>();
let watching = false;

/**
 * Widens the windows of each connection to a gRPC server of this process, with its first call: grpc-js
 * has an option for its client alone. https://nodejs.org/api/diagnostics_channel.html#http2
 */
export function widenServerWindows(): void {
  if (watching) return;
  watching = true;
  subscribe("http2.server.stream.created", (message) => {
    const { stream } = message as { stream: ServerHttp2Stream };
    const session = stream.session as ServerHttp2Session | undefined;
    if (!session || widened.has(session)) return;
    widened.add(session);
    session.setLocalWindowSize(FLOW_WINDOW);
    session.settings({ initialWindowSize: FLOW_WINDOW });
  });
}
