import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishedPorts } from "@talanoa/cli/setup/hub-names.ts";
import type { HubKeys } from "@talanoa/client/identity.ts";
import { runningServices } from "@talanoa/contract/hub-services.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { composeFile } from "./support/compose-file.ts";
import { makeSecrets, type Secrets } from "./support/secured-hub.ts";

// What docker-compose.yml takes from `talanoa setup`, and tells the services of each other; it starts no container.

const { services: containers, secrets: given } = composeFile;
const setting = (container: string, name: string) => containers[container]?.environment?.[name];
const isOf = (service: string) => (container: string) => container.replace(/-\d$/, "") === service;

/** The path of a secret in the folder that setting up makes. */
const pathOf = (secret: string): string => given[secret]!.file.replace(/^\$\{[^}]*\}\//, "");

let folder: string;
let secrets: Secrets;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-compose-"));
  secrets = await makeSecrets(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every secret that a container is given is one that setup makes", () => {
  for (const name of Object.keys(given))
    expect({ name, made: existsSync(secrets.path(pathOf(name))) }).toEqual({ name, made: true });
});

test("Grafana's administrator has a password of this hub, read at each start by whom it belongs to", async () => {
  const { grafana } = containers;
  expect(setting("grafana", "GF_SECURITY_ADMIN_PASSWORD__FILE")).toBe(
    "/run/secrets/grafana.password",
  );
  expect(grafana!.secrets).toEqual(["grafana.password"]);
  expect(grafana!.user).toBe(containers["console"]!.user);
  expect(grafana!.tmpfs).toContain("/var/lib/grafana");
  const password = () => readFileSync(secrets.path(pathOf("grafana.password")), "utf8");
  const first = password();
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(await secrets.renew("grafana/admin")).toContain("Restart Grafana");
  expect(password()).not.toBe(first);
});

test("the console finds beside its hub file what that names: authority, certificate and key", () => {
  const { tls } = JSON.parse(readFileSync(secrets.path("console/hub.json"), "utf8")) as HubKeys;
  expect(tls).toEqual({ ca: "authority.crt", cert: "tls.crt", key: "tls.key" });
  const targets = containers["console"]!.secrets!.map((its) =>
    typeof its === "string" ? its : its.target,
  );
  expect(targets).toEqual(expect.arrayContaining(["hub.json", ...Object.values(tls!)]));
});

test("each service is told of as many instances as there are, and of the database's standby", () => {
  const names = Object.keys(containers);
  const standbys = names.filter(isOf("postgres")).length - 1;
  expect(standbys).toBe(1);
  for (const service of runningServices) {
    const its = names.filter(isOf(service));
    expect(its.length).toBeGreaterThan(0);
    for (const container of its) {
      expect([container, setting(container, "TALANOA_INSTANCES")]).toEqual([
        container,
        String(its.length),
      ]);
      if (setting(container, "TALANOA_POSTGRES_URL"))
        expect(setting(container, "TALANOA_POSTGRES_STANDBYS")).toBe(String(standbys));
    }
  }
});

test("an officer's identity names the port at which the console is published", () => {
  const published = containers["console"]!.ports!.map((port) => Number(port.split(":").at(-2)));
  expect(published).toEqual([...publishedPorts.console]);
});

test("what the documents have docker compose do is done to containers that there are", () => {
  const root = join(import.meta.dirname, "..");
  const told = globSync("docs/*.md", { cwd: root }).flatMap((page) => {
    const text = readFileSync(join(root, page), "utf8");
    const commands = text.matchAll(
      /docker compose (?:(stop|start|restart) ([a-z\d -]+)|exec (?:-T |(?:-u|--user) \w+ )*([a-z\d-]+))/g,
    );
    return [...commands].flatMap(([, , several, one]) =>
      (several ?? one!)
        .trim()
        .split(/ +/)
        .map((name) => ({ page, name })),
    );
  });
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter(({ name }) => !Object.hasOwn(containers, name))).toEqual([]);
});

test("a database is made anew by the document's own commands for one that the servers make", () => {
  const made = readFileSync(
    join(import.meta.dirname, "..", "deploy", "postgres", "create.sql"),
    "utf8",
  );
  const page = readFileSync(join(import.meta.dirname, "..", "docs", "recovery.md"), "utf8");
  const again = [...page.matchAll(/create database \w+ owner \w+/g)].map(([command]) => command);
  expect(again).toContain("create database audit_log owner audit_log");
  for (const command of again) expect(made).toContain(`${command};`);
});
