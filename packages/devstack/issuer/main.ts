// The demo's issuer as a process of its own, which `npm start` runs beside the console.
import { once } from "node:events";
import process from "node:process";
import { serve } from "@hono/node-server";
import { keptSigningKey } from "../ed25519-key.ts";
import { issuerApp } from "./issuer-app.ts";
import { readIssuerSettings } from "./issuer-settings.ts";

const settings = readIssuerSettings(process.env);
if ("wrong" in settings) {
  process.stderr.write(`demo-issuer: ${settings.wrong}\n`);
  process.exitCode = 78;
} else {
  const { listen, console, identities, keyFile, seconds } = settings;
  const key = await keptSigningKey(keyFile);
  const issuer = `http://${listen.host}:${listen.port}`;
  const app = await issuerApp({ issuer, console, identities, key, seconds });
  const server = serve({ fetch: app.fetch, hostname: listen.host, port: listen.port });
  await Promise.race(["SIGTERM", "SIGINT"].map((signal) => once(process, signal)));
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
}
