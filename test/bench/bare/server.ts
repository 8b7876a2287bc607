import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { FeedService, IntakeService } from "@talanoa/contract/generated/talanoa.ts";
import { widenServerWindows } from "@talanoa/platform/grpc/flow-window.ts";
import { type BareNotice, noticeOf } from "./notice.ts";

export type PublishCall = ServerDuplexStream<BareNotice, object>;
export type SubscribeCall = ServerDuplexStream<any, Buffer>;

const receipt = { receipt: new Uint8Array(110), signature: new Uint8Array(64), keyId: "bare" };

/** Receives notices on PublishStream; `take` answers each when it stands. */
export function publishStream(take: (notice: BareNotice, stands: () => void) => void) {
  return (call: PublishCall): void => {
    let underWay = 0;
    let ended = false;
    call.on("data", (notice: BareNotice) => {
      underWay += 1;
      take(notice, () => {
        call.write({ receipt });
        underWay -= 1;
        if (ended && underWay === 0) call.end();
      });
    });
    call.on("end", () => {
      ended = true;
      if (underWay === 0) call.end();
    });
  };
}

/** Listens, tells the port to the benchmark, and ends with it. */
export function serve(
  publish: (call: PublishCall) => void,
  subscribe: (call: SubscribeCall) => void = (call) => call.end(),
): void {
  const methods = {
    publishStream: { ...IntakeService.publishStream, requestDeserialize: noticeOf },
    subscribe: { ...FeedService.subscribe, responseSerialize: (bytes: Buffer) => bytes },
  };
  widenServerWindows();
  const server = new Server();
  server.addService(methods as never, { publishStream: publish, subscribe } as never);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send?.(port);
  });
}
