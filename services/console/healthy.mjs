// Ends with 0 when the console in this container says that it is healthy, with 1 otherwise.
import { request } from "node:https";

const { TALANOA_LISTEN = "" } = process.env;
const port = TALANOA_LISTEN.slice(TALANOA_LISTEN.lastIndexOf(":") + 1);

process.exitCode = 1;
const asked = request({
  port,
  host: "127.0.0.1",
  path: "/healthy",
  timeout: 8_000,
  // It asks its own container, whose certificate may name no loopback address, and tells it nothing.
  rejectUnauthorized: false,
});
asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
asked.on("error", ({ message }) => console.error(message));
asked.on("response", (response) => {
  if (response.statusCode === 200) process.exitCode = 0;
  response.resume();
});
asked.end();
