import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { connect } from "@talanoa/client/connect.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openShell, type Shell } from "../support/cli.ts";
import { alertDraft } from "../support/drafts.ts";
import { failure } from "../support/failure.ts";
import { root } from "./engine.ts";
import {
  brokers,
  composed,
  databases,
  identities,
  identityOf,
  instances,
  secrets,
  twice,
} from "./hub.ts";

/** Bytes: Node's small image is a third of it. What is built with tools, or holds those of development, has more. */
const LARGEST_IMAGE = 700 * 1024 ** 2;

/** What `talanoa status --json` writes, as far as it is read here. */
interface Status {
  readonly well: boolean;
  readonly findings: readonly object[];
  readonly instances: readonly { readonly service: string; readonly serving: boolean }[];
}

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(identities);
});
afterAll(() => shell[Symbol.asyncDispose]());

describe("over TLS, from outside", () => {
  test("a notice is published, received, acknowledged and logged, and the log holds", async () => {
    const draft = join(shell.folder, "alert.json");
    await writeFile(draft, JSON.stringify(alertDraft({ audience: { participants: ["TO"] } })));
    const [published] = await shell.json("fj-publisher", ["publish", draft]);
    const { origin, id } = published as { origin: string; id: string };
    const notice = `${origin}/${id}`;
    const receiving = shell.start(["--as", "to-liaison", "feed", "--from-start", "--json"]);
    await receiving.says(id);
    receiving.kill("SIGINT");
    await receiving.ended;
    const acknowledged = await shell.as("to-liaison", ["ack", notice]);
    expect(acknowledged).toMatchObject({ code: 0 });
    const asked = ["log", "trail", notice, "--purpose", "audit"];
    await expect
      .poll(async () => (await shell.json("fj-auditor", asked)).map(({ step }) => step), {
        timeout: 60_000,
      })
      .toEqual(
        expect.arrayContaining(["accepted", "routed", "released", "received", "acknowledged"]),
      );
    const verified = await shell.as("fj-auditor", ["log", "verify", "--all"]);
    // Whether it is complete is known a minute later, when heads have been recorded.
    expect(verified.out + verified.err).toContain("The log holds");
  });

  test("talanoa status says that all is well, of as many instances as are meant to run", async () => {
    const shown = await vi.waitFor(
      async () => (await shell.json("oco-secretariat", ["status"]))[0] as unknown as Status,
      { timeout: 120_000, interval: 1_000 },
    );
    expect(shown).toMatchObject({ well: true, findings: [] });
    expect(shown.instances.every(({ serving }) => serving)).toBe(true);
    const those = shown.instances.map(({ service }) => service).sort();
    expect(those).toEqual([...twice, ...twice, "console", "notification", "risk-profile"].sort());
    expect((await shell.run(["status"])).out).toContain("All is well.");
  });

  test("a Member to whom a notice is not addressed finds nothing of it", async () => {
    expect(await shell.json("sb-liaison", ["list"])).toEqual([]);
  });

  test("both instances of the log show its tree", async () => {
    const ca = await readFile(join(secrets, "authority", "ca.crt"));
    const notes = await Promise.all(
      [7480, 7481].map((port) => textAt(`https://localhost:${port}/checkpoint`, ca)),
    );
    for (const note of notes) expect(note.split("\n")[0]).toMatch(/\/exchange-log$/);
  });
});

describe("the console", () => {
  test("serves its page with all its files, and says that nobody signs in until it is told where", async () => {
    const ca = await readFile(join(secrets, "authority", "ca.crt"));
    const page = await textAt("https://localhost:7450/feed", ca);
    const scripts = page.matchAll(/<script type="module"[^>]* src="([^"]+)"/g);
    const texts = await Promise.all(
      scripts.map(([, path]) => textAt(`https://localhost:7450${path}`, ca)),
    );
    expect(texts.join("").length).toBeGreaterThan(10_000);
    const away = await textAt("https://localhost:7450/sign-in", ca, 503);
    expect(away).toContain("The place where you sign in does not answer.");
  });
});

describe("each container", () => {
  test.each([...brokers, ...instances])(
    "%s has a file system to read alone, no root and no rights, and is small",
    async (service) => {
      const { Config, HostConfig, imageSize } = await composed.made(service);
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        Privileged: false,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges:true"],
      });
      expect(HostConfig.CapAdd ?? []).toEqual([]);
      expect(Config.User).toMatch(/^[1-9]\d*:\d+$/);
      expect(Config.Healthcheck).toBeDefined();
      expect(imageSize).toBeLessThan(LARGEST_IMAGE);
    },
  );

  test.each(databases)("%s too, whose server has become another than root", async (service) => {
    const { Config, HostConfig } = await composed.made(service);
    const { ReadonlyRootfs, Privileged, CapDrop, SecurityOpt } = HostConfig;
    expect({ ReadonlyRootfs, Privileged, CapDrop, SecurityOpt }).toEqual({
      ReadonlyRootfs: true,
      Privileged: false,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
    });
    expect(Config.Healthcheck).toBeDefined();
  });

  test.each([...brokers, ...databases, ...instances])(
    "%s: its first process is not root's",
    async (service) => {
      const ask = ["exec", "--no-TTY", service, "grep", "^Uid:", "/proc/1/status"];
      // Real, effective, saved, of the file system.
      expect(await composed.compose(...ask)).toMatch(/^Uid:(\s+[1-9]\d*){4}$/);
    },
  );

  test("of telemetry is well written, though none is started here", async () => {
    const asked = ["--profile", "telemetry", "config", "--services"];
    const named = (await composed.compose(...asked)).split("\n");
    expect(named).toEqual(expect.arrayContaining(["collector", "prometheus", "grafana"]));
  });
});

describe("who is refused", () => {
  const attempt = async (change: (identity: Identity) => Promise<void> | void) => {
    const identity = await identityOf("fj-publisher");
    await change(identity);
    await using client = connect(identity);
    return failure(publish(client, { draft: alertDraft() }, { patience: 0, deadline: 5_000 }));
  };

  test("a client that knows another authority does not speak to the hub", async () => {
    const folder = await mkdtemp(join(tmpdir(), "talanoa-other-"));
    const cli = join(root, "packages", "cli", "talanoa.mjs");
    await promisify(execFile)(process.execPath, [cli, "setup", "--into", folder]);
    const ca = await readFile(join(folder, "authority", "ca.crt"), "utf8");
    await rm(folder, { recursive: true });
    const { code } = await attempt(({ hub }) => void (hub.tls = { ca }));
    expect(code).toBe("unavailable");
  });

  test("a client without TLS is not answered", async () => {
    const { code } = await attempt(({ hub }) => void delete hub.tls);
    expect(code).toBe("unavailable");
  });

  test("a token that has expired, and none at all, are refused", async () => {
    const key = await keptSigningKey(join(secrets, "tokens", "issuer.key"));
    const mint = await tokenMint(key, Date.now() - 25 * 3_600_000);
    const expired = await attempt(async (identity) => {
      identity.token = await mint(identity);
    });
    const none = await attempt((identity) => void (identity.token = ""));
    expect([expired.code, none.code]).toEqual(["unauthenticated", "unauthenticated"]);
  });
});

async function textAt(url: string, ca: Buffer, status = 200): Promise<string> {
  const asked = get(url, { ca });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(status);
  return text(response);
}
