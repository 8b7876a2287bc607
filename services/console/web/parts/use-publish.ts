import type { Accepted } from "@talanoa/client/publish.ts";
import { inPage, windowStore } from "../browser-store.ts";
import { useSession } from "../session.ts";
import { isUnanswered, publishOnce } from "./publish-once.ts";

// Content is not left in the browser: what stands is seen on the page by whoever opens another window.
const storage = inPage(windowStore);

/** What a dialog publishes. */
interface Publishing {
  /** As `publishOnce`. */
  publish(draft: object): Promise<Accepted>;
  /** Whether what was sent of it before has no answer yet, and is sent first. */
  readonly isUnanswered: boolean;
}

/** What publishes from a dialog, and sends nothing twice. `what` says what is done, and to what. */
export function usePublish(what: string): Publishing {
  const { hub } = useSession();
  return {
    publish: (draft) => publishOnce(hub, { what, draft }, { storage, locks: navigator.locks }),
    isUnanswered: isUnanswered(hub.identity, what, storage),
  };
}
