import { join } from "node:path";
import { openDoors } from "@talanoa/client/connect.ts";
import { type HubAddresses, loadHub } from "@talanoa/client/identity.ts";
import { InvalidIdentity } from "@talanoa/client/invalid-identity.ts";
import { InvalidConfig } from "@talanoa/platform/config.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { readCertificates, readSettingFile } from "@talanoa/platform/setting-file.ts";
import { openGauges } from "@talanoa/platform/telemetry/gauges.ts";
import { consoleApp } from "./app.ts";
import { openIssuer } from "./issuer.ts";
import { serve, type Served } from "./serve.ts";
import { readSettingKey } from "@talanoa/platform/setting-key.ts";
import type { ConsoleSettings } from "./settings.ts";

const HOUR = 3_600_000;
const PAGES = join(import.meta.dirname, "..", "web", "dist");

/** Opens the console and serves until it is disposed of. Throws InvalidConfig for a setting whose file is not as it should be. */
export async function startConsole(
  settings: ConsoleSettings,
  { log, pages = PAGES }: { log: Logger; pages?: string },
): Promise<Served> {
  const hub = await readHub(settings.TALANOA_HUB_FILE);
  const sessionKey = readSettingKey("TALANOA_SESSION_KEY_FILE", settings.TALANOA_SESSION_KEY_FILE);
  const issuerUrl = new URL(settings.TALANOA_OIDC_ISSUER);
  const console = new URL(settings.TALANOA_CONSOLE_URL);
  const { TALANOA_OIDC_SECRET_FILE: secret, TALANOA_OIDC_RESOURCE: resource } = settings;
  const issuer = openIssuer({
    url: issuerUrl,
    client: settings.TALANOA_OIDC_CLIENT,
    secret: secret && readSettingFile("TALANOA_OIDC_SECRET_FILE", secret).trim(),
    scope: settings.TALANOA_OIDC_SCOPE,
    resource,
    console,
  });
  await using opened = new AsyncDisposableStack();
  const wanted = settings.TALANOA_INSTANCES;
  const gauges = opened.use(openGauges());
  gauges.observe(["instance.wanted"], () => [{ measure: "instance.wanted", value: wanted }]);
  const doors = opened.use(openDoors(hub));
  const stopping = new AbortController();
  const app = consoleApp({
    console,
    issuer,
    issuerUrl,
    hub,
    doors,
    sessionKey,
    longestSession: settings.TALANOA_SESSION_HOURS * HOUR,
    pages,
    log,
    stopping: stopping.signal,
  });
  const { port } = opened.use(
    await serve(app, { listen: settings.TALANOA_LISTEN, tls: tlsOf(settings) }),
  );
  // Before the server waits for its requests to end: streams end only when they are told to.
  opened.defer(() => stopping.abort());
  const running = opened.move();
  return { port, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function readHub(path: string): Promise<HubAddresses> {
  try {
    return await loadHub(path);
  } catch (error) {
    if (error instanceof InvalidIdentity)
      throw new InvalidConfig(`TALANOA_HUB_FILE: ${error.message}`);
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new InvalidConfig(`TALANOA_HUB_FILE: a file cannot be read (${code})`);
  }
}

function tlsOf(settings: ConsoleSettings): { certificate: string; key: string } | undefined {
  const { TALANOA_TLS_CERT_FILE: certificate, TALANOA_TLS_KEY_FILE: key } = settings;
  if (!certificate || !key) return undefined;
  return {
    certificate: readCertificates("TALANOA_TLS_CERT_FILE", certificate),
    key: readSettingFile("TALANOA_TLS_KEY_FILE", key),
  };
}
