import type { CallOptions, Hub } from "./hub.ts";
import { listDirectory } from "./directory.ts";

/** Who answers for each partner organisation, as the directory has it. Throws HubError. */
export async function readSponsors(
  hub: Hub,
  options?: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const entries = await listDirectory(hub, "participant", options);
  return new Map(
    entries.flatMap(({ entry }) => {
      const its = entry?.participant;
      return its?.sponsor ? [[its.id, its.sponsor] as const] : [];
    }),
  );
}
