// The unavoidable parts of accepting a notice, and nothing else: receive on a gRPC stream, verify the
// signature, store the same bytes in batches, answer.
import { createPublicKey, verify } from "node:crypto";
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import {
  IntakeService,
  type PublishStreamRequest,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { openBareStore } from "./store.ts";

const [natsUrl = "", x = "", recordLength = "0"] = process.argv.slice(2);
const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
const lines = `Talanoa-Record: ${"A".repeat(Number(recordLength))}\r\n`;
const signedPrefix = Buffer.from("talanoa/v1/notice\n");
const receipt = { receipt: new Uint8Array(110), signature: new Uint8Array(64), keyId: "bare" };
const store = await openBareStore(natsUrl);
let notices = 0;

function accept(call: ServerDuplexStream<PublishStreamRequest, unknown>): void {
  let underWay = 0;
  let ended = false;
  call.on("data", ({ notice }: PublishStreamRequest) => {
    if (!notice) return;
    underWay += 1;
    const input = Buffer.concat([signedPrefix, notice.header]);
    verify(null, input, key, notice.signature, (error, good) => {
      if (error || !good) throw new Error("the signature is wrong");
      const payload = SealedNotice.encode(notice);
      void store.store([{ subject: `bare.notice.${notices++}`, payload, lines }]).then(() => {
        call.write({ receipt });
        underWay -= 1;
        if (ended && underWay === 0) call.end();
      });
    });
  });
  call.on("end", () => {
    ended = true;
    if (underWay === 0) call.end();
  });
}

const server = new Server();
server.addService(
  { publishStream: IntakeService.publishStream } as never,
  { publishStream: accept } as never,
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.(port);
});
process.on("disconnect", () => process.exit());
