import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { issuerApp } from "@talanoa/devstack/issuer/issuer-app.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { readSettings } from "../server/settings.ts";
import { startConsole } from "../server/start-console.ts";
import { Browser } from "./browser.ts";
import { type SmallFeeds, startSmallFeeds } from "./small-feeds.ts";

/** A console and an issuer in this process, at which one signs out too, with one page; of the hub there are feeds alone. */
export interface SmallConsole extends AsyncDisposable {
  readonly url: string;
  readonly feeds: SmallFeeds;
  /** Each question that the issuer was asked at its token endpoint: its `grant_type`. */
  readonly granted: string[];
  /** How often the issuer was told that a refresh token is needed no more. */
  revoked: number;
  /** How often the issuer was asked what it is. */
  discovered: number;
  /** Set while the issuer answers with this status in place of tokens. */
  refuses: number | undefined;
  /** Set while the issuer waits with tokens until this resolves. */
  waits: Promise<void> | undefined;
  /** Set while the issuer gives no other refresh token for the one that it takes. */
  rotates: boolean;
  /** Another instance of the console, with the same key. */
  another(): Promise<string>;
  as(person: string): Promise<Browser>;
}

const PAGE = "<!doctype html><head><title>Talanoa</title></head>";

/**
 * @param seconds how long a token lasts
 * @param hours after which one signs in again
 */
export async function startSmallConsole(seconds: number, hours = 12): Promise<SmallConsole> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-console-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const pages = join(folder, "pages");
  const identities = join(folder, "identities");
  for (const each of [join(pages, "assets"), identities]) await mkdir(each, { recursive: true });
  await writeFile(join(pages, "index.html"), PAGE);
  await writeFile(join(pages, "worker.js"), "self.skipWaiting();");
  await writeFile(join(pages, "assets", "index-abc.js"), "export {};");
  await writeFile(join(pages, "assets", "index-abc.js.br"), "compressed");
  const person = { participant: "FJ", principal: "fj-liaison", roles: ["liaison"], office: "" };
  await writeFile(join(identities, "fj-liaison.json"), JSON.stringify(person));
  const log = openLogger("console", "fatal");
  const feeds = opened.use(await startSmallFeeds(log));
  const hub = {
    intake: "localhost:1",
    feeds: feeds.address,
    routing: "localhost:1",
    log: "localhost:1",
  };
  const receiptKey = { kid: "k", x: randomBytes(32).toString("base64url") };
  await writeFile(join(folder, "hub.json"), JSON.stringify({ ...hub, receiptKey }));
  const sessionKey = { key: randomBytes(32).toString("base64") };
  await writeFile(join(folder, "session-key.json"), JSON.stringify(sessionKey));

  const [consolePort, issuerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${consolePort}`;
  const issuer = `http://127.0.0.1:${issuerPort}`;
  const granted: string[] = [];
  const state: Pick<SmallConsole, "revoked" | "discovered" | "refuses" | "waits" | "rotates"> = {
    revoked: 0,
    discovered: 0,
    refuses: undefined,
    waits: undefined,
    rotates: true,
  };
  const app = await issuerApp({ issuer, console: url, identities, key: newSigningKey(), seconds });
  const server = serve({
    port: issuerPort,
    hostname: "127.0.0.1",
    async fetch(request) {
      if (request.url.includes("/.well-known/")) {
        state.discovered += 1;
        const its = (await (await app.fetch(request)).json()) as object;
        return Response.json({
          ...its,
          revocation_endpoint: `${issuer}/revoke`,
          end_session_endpoint: `${issuer}/signed-out`,
        });
      }
      if (request.url.endsWith("/revoke")) {
        state.revoked += 1;
        return new Response(null, { status: state.refuses ?? 200 });
      }
      if (!request.url.endsWith("/token")) return app.fetch(request);
      const form = new URLSearchParams(await request.clone().text());
      granted.push(form.get("grant_type") ?? "");
      if (state.refuses !== undefined)
        return Response.json({ error: "invalid_grant" }, { status: state.refuses });
      const answer = await app.fetch(request);
      await state.waits;
      if (state.rotates || form.get("grant_type") !== "refresh_token") return answer;
      const { refresh_token: _, ...rest } = (await answer.json()) as { refresh_token: string };
      return Response.json(rest, { status: answer.status });
    },
  });
  opened.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  opened.defer(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
  });

  // They end before the issuer and the feeds.
  const running = opened.use(new AsyncDisposableStack());
  const start = async (port: number): Promise<string> => {
    const settings = readSettings({
      TALANOA_LISTEN: `127.0.0.1:${port}`,
      TALANOA_CONSOLE_URL: url,
      TALANOA_OIDC_ISSUER: issuer,
      TALANOA_HUB_FILE: join(folder, "hub.json"),
      TALANOA_SESSION_KEY_FILE: join(folder, "session-key.json"),
      TALANOA_SESSION_HOURS: `${hours}`,
    });
    running.use(await startConsole(settings, { log, pages }));
    return `http://127.0.0.1:${port}`;
  };
  await start(consolePort);
  const kept = opened.move();
  return Object.assign(state, {
    url,
    feeds,
    granted,
    async another() {
      const port = await freePort();
      return start(port);
    },
    async as(person: string) {
      const browser = new Browser(url);
      await browser.signIn(person);
      return browser;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  });
}
