// Ends with 0 when the service in this container says that it serves (grpc.health.v1), with 1 otherwise. It asks with
// what Node has: a gRPC client takes three times as long to load, and this runs every ten seconds in each container.
import { readFileSync } from "node:fs";
import { connect } from "node:http2";

const { TALANOA_LISTEN = "", TALANOA_TLS_CERT_FILE, TALANOA_TLS_KEY_FILE } = process.env;
const port = TALANOA_LISTEN.slice(TALANOA_LISTEN.lastIndexOf(":") + 1);
const isTls = Boolean(TALANOA_TLS_CERT_FILE);
// The service's own certificate is also one of a client, where the service asks for that.
const tls = isTls && {
  cert: readFileSync(TALANOA_TLS_CERT_FILE),
  key: readFileSync(TALANOA_TLS_KEY_FILE),
  // It asks its own container, whose certificate names no loopback address, and tells it nothing.
  rejectUnauthorized: false,
};
// A message of gRPC: not compressed, its length in four bytes, the message. Field 1 of the answer is 1: SERVING.
const EMPTY = Buffer.from([0, 0, 0, 0, 0]);
const SERVING = Buffer.from([0, 0, 0, 0, 2, 8, 1]);

process.exitCode = 1;
const session = connect(`${isTls ? "https" : "http"}://127.0.0.1:${port}`, { ...tls });
session.on("error", ({ message }) => console.error(message));
session.setTimeout(8_000, () => session.destroy());
const request = session.request({
  ":method": "POST",
  ":path": "/grpc.health.v1.Health/Check",
  "content-type": "application/grpc",
  te: "trailers",
});
const chunks = [];
request.on("error", () => {});
request.on("data", (chunk) => chunks.push(chunk));
request.on("end", () => {
  if (Buffer.concat(chunks).equals(SERVING)) process.exitCode = 0;
  session.close();
});
request.end(EMPTY);
