// A service of the size of a test: serves what it was given over HTTP at TALANOA_LISTEN, stops on SIGTERM. FIXTURE makes
// it misbehave: `fails` or is `misconfigured` at start, `deaf` to SIGTERM, `loud` on its output.
import { createServer } from "node:http";

const fixture = process.env["FIXTURE"];
if (fixture === "fails") {
  console.error("the configuration is wrong");
  process.exit(3);
}
if (fixture === "misconfigured") {
  console.log('{"level":30,"msg":"begun"}');
  console.error("second: witnesses.json: name at least one witness");
  process.exit(78);
}
const talking =
  fixture === "loud"
    ? setInterval(() => process.stdout.write("x".repeat(1_000_000)), 10)
    : undefined;
const [host, port] = process.env["TALANOA_LISTEN"]!.split(":");
const server = createServer((_request, response) => {
  response.end(JSON.stringify({ pid: process.pid, env: process.env }));
});
server.listen(Number(port), host);
console.log("serving");
process.on("SIGTERM", () => {
  console.log("told to stop");
  if (fixture === "deaf") return;
  clearInterval(talking);
  server.close();
  server.closeAllConnections();
});
