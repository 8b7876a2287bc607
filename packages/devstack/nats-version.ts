import { execFile } from "node:child_process";

/** The oldest nats-server with atomic batches and per-message expectations inside them. */
export const oldestVersion = "2.12";

/** The version of the nats-server at this path, like `2.15.1`; undefined when it is not one or does not run here. */
export function natsVersion(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, ["--version"], { timeout: 5000, env: {} }, (error, stdout) =>
      resolve(error ? undefined : /^nats-server: v(\d+\.\d+\.\d+\S*)/m.exec(stdout)?.[1]),
    );
  });
}

export function isRecentEnough(version: string): boolean {
  return compareVersions(version, oldestVersion) >= 0;
}

/** Negative when `a` is older than `b`; compares the numbers only. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let i = 0; i < 3; i++) {
    const difference = (left![i] ?? 0) - (right![i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
