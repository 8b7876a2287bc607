import { useSignal } from "@preact/signals";
import { listDirectory } from "@talanoa/client/directory.ts";
import { useEffect } from "preact/hooks";
import type { Session } from "../../session.ts";

/** The participants that the directory shows, by id; none until they are known. Only a help: a page works without. */
export function useParticipants(hub: Session["hub"]): readonly string[] {
  const known = useSignal<readonly string[]>([]);
  useEffect(() => {
    const asking = new AbortController();
    listDirectory(hub, "participant", { signal: asking.signal })
      .then((entries) => {
        known.value = entries.flatMap(({ entry }) => entry?.participant?.id ?? []).toSorted();
      })
      .catch(() => {});
    return () => asking.abort();
  }, [hub]);
  return known.value;
}
