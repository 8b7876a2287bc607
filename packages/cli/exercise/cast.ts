import { access } from "node:fs/promises";
import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { UsageError } from "../usage-error.ts";

type Role = "publisher" | "liaison" | "auditor";

/** The identities that play an exercise, each connected once. */
export interface Cast extends AsyncDisposable {
  as(participant: string, role: Role): Promise<HubClient>;
  readonly secretariat: HubClient;
}

/**
 * Takes the identities of participants from a folder: `fj-publisher`, `fj-liaison`, `fj-auditor` and so
 * on. Throws UsageError that names those that are missing.
 */
export async function gatherCast(
  folder: string,
  participants: readonly string[],
  secretariat: HubClient,
): Promise<Cast> {
  const roles: readonly Role[] = ["publisher", "liaison", "auditor"];
  const files = participants.flatMap((code) => roles.map((role) => fileOf(folder, code, role)));
  const missing = (await Promise.all(files.map(isMissing))).flatMap((its) => its ?? []);
  if (missing.length > 0) {
    throw new UsageError(
      `the exercise needs identities that are not there: ${missing.slice(0, 5).join(", ")}`,
      "An embedded hub (`npm start`) has those of all Members; give its folder by --identities.",
    );
  }
  const hubs = new Map<string, Promise<HubClient>>();
  return {
    secretariat,
    as(participant, role) {
      const file = fileOf(folder, participant, role);
      let hub = hubs.get(file);
      if (!hub) hubs.set(file, (hub = loadIdentity(file).then(connect)));
      return hub;
    },
    async [Symbol.asyncDispose]() {
      for (const hub of hubs.values()) await (await hub)[Symbol.asyncDispose]();
    },
  };
}

function fileOf(folder: string, participant: string, role: Role): string {
  return join(folder, `${participant.toLowerCase()}-${role}.json`);
}

async function isMissing(file: string): Promise<string | null> {
  return access(file).then(
    () => null,
    () => file,
  );
}
