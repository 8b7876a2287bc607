import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Milliseconds. */
const HEALTHY_WITHIN = 120_000;
/** Room enough for a test on a small disk, in bytes. */
export const STREAM_MAX_BYTES = String(2 * 1024 ** 3);
const exec = promisify(execFile);
export const root = join(import.meta.dirname, "..", "..");

/** What the engine's command writes; rejects with what it says when it fails. */
async function docker(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
): Promise<string> {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  const running = exec("docker", args, options);
  running.child.stdin?.end(input);
  return (await running).stdout.trim();
}

/** Whether a Docker API answers here, with Compose; why not, otherwise. */
export async function engineFault(): Promise<string | null> {
  try {
    await exec("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 10_000 });
    await exec("docker", ["compose", "version"], { timeout: 10_000 });
    return null;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") return "there is no docker command";
    return stderr.trim().split("\n").at(-1) || "no Docker API answers";
  }
}

/** How the engine has made a container, as far as it is read here. */
interface Made {
  readonly Config: { readonly User: string; readonly Healthcheck?: object };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Privileged: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
  /** Digest of its image. */
  readonly Image: string;
}

/** A hub in containers: docker-compose.yml at its usual ports, with a name, secrets and volumes of its own. */
export class ComposedHub {
  readonly project: string;
  readonly secrets: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(project: string, secrets: string) {
    this.project = project;
    this.secrets = secrets;
    this.#env = {
      COMPOSE_PROJECT_NAME: project,
      TALANOA_SECRETS: secrets,
      TALANOA_STREAM_MAX_BYTES: STREAM_MAX_BYTES,
      NATS_MAX_FILE_STORE: "4GB",
      LOG_LEVEL: "warn",
    };
  }

  compose(...args: string[]): Promise<string> {
    return docker(["compose", ...args], this.#env);
  }

  /** Writes a file into a volume of a service that is down, as its own user. */
  async place(service: string, path: string, content: string): Promise<void> {
    const run = ["run", "--rm", "--no-deps", "--no-TTY", "--entrypoint", "sh", service];
    await docker(["compose", ...run, "-c", `umask 077 && cat > ${path}`], this.#env, content);
  }

  /** Whether a word stands in a file under a folder of a container. */
  async holds(service: string, folder: string, word: string): Promise<boolean> {
    const look = `grep --recursive --quiet --text --fixed-strings ${word} ${folder}; echo $?`;
    const status = await this.compose("exec", "--no-TTY", service, "sh", "-c", look);
    if (status !== "0" && status !== "1") throw new Error(`grep in ${service}: ${status}`);
    return status === "0";
  }

  /** Runs a script of deploy/ as an operator of this hub does. */
  async script(path: string, ...args: string[]): Promise<void> {
    await exec(join(root, path), args, { cwd: root, env: { ...process.env, ...this.#env } });
  }

  /** Ends a container as a power failure does. It stays down until `start`. */
  async kill(service: string): Promise<void> {
    await this.compose("kill", "--signal", "KILL", service);
  }

  /** Starts what is down among these services; resolves when they are healthy. */
  async start(...services: string[]): Promise<void> {
    await this.compose("up", "--detach", "--no-build", "--no-deps", "--wait", ...services);
  }

  /** Replaces a container by a new one, as an upgrade does; resolves when that is healthy. */
  async replace(service: string): Promise<void> {
    const anew = ["up", "--detach", "--no-build", "--no-deps", "--force-recreate", "--wait"];
    await this.compose(...anew, service);
  }

  /** Has containers read their files again. */
  async reload(...services: string[]): Promise<void> {
    await this.compose("kill", "--signal", "HUP", ...services);
  }

  /** Resolves when a container that runs is healthy again. */
  async healthy(service: string): Promise<void> {
    const container = await this.compose("ps", "--quiet", service);
    const status = ["inspect", "--format", "{{.State.Health.Status}}", container];
    const end = Date.now() + HEALTHY_WITHIN;
    while ((await docker(status)) !== "healthy") {
      if (Date.now() > end) throw new Error(`${service} is not healthy again`);
      await sleep(500);
    }
  }

  /** How the container of a service was made, and how large its image is, in bytes. */
  async made(service: string): Promise<Made & { readonly imageSize: number }> {
    const container = await this.compose("ps", "--quiet", service);
    const [its] = JSON.parse(await docker(["inspect", container])) as [Made];
    const size = await docker(["image", "inspect", "--format", "{{.Size}}", its.Image]);
    return { ...its, imageSize: Number(size) };
  }

  /** Takes a container from a network, until it is disposed of. */
  async cut(service: string, network: string): Promise<AsyncDisposable> {
    const container = await this.compose("ps", "--quiet", service);
    const name = `${this.project}_${network}`;
    const template = `{{json (index .NetworkSettings.Networks "${name}").Aliases}}`;
    const aliases = JSON.parse(
      await docker(["inspect", "--format", template, container]),
    ) as string[];
    await docker(["network", "disconnect", name, container]);
    return {
      async [Symbol.asyncDispose]() {
        const named = aliases.flatMap((alias) => ["--alias", alias]);
        await docker(["network", "connect", ...named, name, container]);
      },
    };
  }
}
