import type { TestProject } from "vitest/node";
import { type PeopledHub, startHub } from "../../support/hub.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the hub is that files of a run share. */
    sharedHub: PeopledHub["stack"];
  }
}

/** What vitest calls before the first file of a run: starts the hub that files share, and ends it after the last. */
export default async function shareHub({ provide }: TestProject): Promise<() => Promise<void>> {
  const hub = await startHub({}, { console: true });
  const { addresses, identitiesDir, screeningDir } = hub.stack;
  provide("sharedHub", { addresses, identitiesDir, screeningDir });
  return async () => hub[Symbol.asyncDispose]();
}
