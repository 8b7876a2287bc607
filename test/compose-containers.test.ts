import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { composeFile, type Container } from "./support/compose-file.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** One part of deploy/Dockerfile. */
interface Stage {
  readonly name: string;
  readonly from: string;
  readonly lines: readonly string[];
}

const containers = Object.entries(composeFile.services);
const stages = read("deploy/Dockerfile")
  .split(/^FROM /m)
  .slice(1)
  .map((text): Stage => {
    const [first = "", ...lines] = text.split("\n");
    const [from = "", name = ""] = first.split(" AS ");
    return { name, from, lines };
  });
/** Which part of the Dockerfile makes an image of ours. */
const targets = new Map(
  containers.flatMap(([, { image, build }]) => (build ? [[image, build.target] as const] : [])),
);

const stageOf = (name: string): Stage | undefined => stages.find((stage) => stage.name === name);

/** The last instruction of a kind in a part, or in the part that it begins from. */
function instruction(kind: string, stage: Stage | undefined): string | undefined {
  if (!stage) return undefined;
  const own = stage.lines.findLast((line) => line.startsWith(`${kind} `));
  return own ?? instruction(kind, stageOf(stage.from));
}

/** What an image of ours says of itself. */
function ofImage(kind: string, { image }: Container): string | undefined {
  return instruction(kind, stageOf(targets.get(image) ?? ""));
}

test("all images of ours are made by deploy/Dockerfile, and all others are of one version", () => {
  expect(containers.length).toBeGreaterThan(15);
  for (const [name, { image }] of containers) {
    const made = image.startsWith("talanoa/");
    expect({ name, stage: stageOf(targets.get(image) ?? "") !== undefined }).toEqual({
      name,
      stage: made,
    });
    if (!made) expect(image).toMatch(/:v?\d/);
  }
});

describe.each(containers)("the container %s", (_name, container) => {
  test("has a file system that nobody writes to, and nothing of the machine's but files to read", () => {
    expect(container.read_only).toBe(true);
    for (const volume of container.volumes ?? []) {
      const [source = "", , mode] = volume.replaceAll(/\$\{[^}]*\}/g, "/").split(":");
      if (/^[./]/.test(source)) expect({ volume, mode }).toEqual({ volume, mode: "ro" });
    }
  });

  test("has no capabilities, and gets no more rights than it begins with", () => {
    expect(container.cap_drop).toEqual(["ALL"]);
    expect(container.security_opt).toEqual(["no-new-privileges:true"]);
    for (const more of ["privileged", "devices", "network_mode", "pid", "ipc", "userns_mode"])
      expect(container).not.toHaveProperty(more);
    const isDatabase = container.image.startsWith("postgres:");
    // To give the server a key file of its own, and to become its user: nothing else.
    expect(container.cap_add ?? []).toEqual(
      isDatabase ? ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"] : [],
    );
  });

  test("does not run as root", () => {
    const { image, user, entrypoint } = container;
    if (image.startsWith("postgres:")) {
      expect(entrypoint).toEqual(["/talanoa/start.sh"]);
      const become = /^ +exec setpriv --reuid=postgres --regid=postgres .*--no-new-privs "\$0"$/m;
      expect(read("deploy/postgres/start.sh")).toMatch(become);
      return;
    }
    // Of the person who made the secrets, where .env says who that is.
    expect(user?.replace(/^\$\{TALANOA_USER:-(.*)\}$/, "$1")).toMatch(/^[1-9]\d*:\d+$/);
    if (targets.has(image)) expect(ofImage("USER", container)).toBe("USER node");
  });

  test("is asked whether it is well", () => {
    const check = container.healthcheck?.test.join(" ") ?? ofImage("HEALTHCHECK", container);
    // The file says why not.
    if (container.image.startsWith("otel/")) expect(check).toBeUndefined();
    else expect(check).toMatch(/pg_isready|wget|healthy\.mjs/);
  });
});

test("images of ours are Node's small one, with what is copied into it", () => {
  for (const target of new Set(targets.values())) {
    let stage = stageOf(target)!;
    for (let below = stageOf(stage.from); below; below = stageOf(stage.from)) stage = below;
    expect(stage.from).toBe("node:24-slim");
    const installing = stage.lines.filter((line) => /apt-get|npm (ci|install)/.test(line));
    expect(installing).toEqual([]);
  }
});

test("nothing but the doors, the log's tree and the console is reached from another machine", () => {
  const published = containers.flatMap(([name, { ports = [] }]) =>
    ports.flatMap((port) => (port.startsWith("${TALANOA_PUBLISH:-127.0.0.1}:") ? [name] : [])),
  );
  const all = containers.flatMap(([, { ports = [] }]) => ports);
  for (const port of all)
    expect(port).toMatch(/^(127\.0\.0\.1|\$\{TALANOA_PUBLISH:-127\.0\.0\.1\}):/);
  for (const name of published)
    expect(name).not.toMatch(/^(nats|postgres|collector|prometheus|grafana)/);
});
