import type { Publication } from "@talanoa/client/publication.ts";
import type { Accepted } from "@talanoa/client/publish.ts";
import { useState } from "preact/hooks";
import { useSession } from "../session.ts";
import { forgetUnanswered, publishOnce, unansweredOf } from "./publish-once.ts";
import { unansweredStore } from "./unanswered.ts";

/** What was sent from a dialog before and has no answer yet. */
export interface Unanswered {
  readonly publication: Publication;
  /** Lets it go: it is not sent again. The hub may have it. */
  forget(): Promise<void>;
}

/** What a dialog publishes. */
interface Publishing {
  /** As `publishOnce`. */
  publish(draft: object): Promise<Accepted>;
  /** What is sent first; null for nothing. */
  readonly unanswered: Unanswered | null;
}

/** What publishes from a dialog, and sends nothing twice. `what` says what is done, and to what. */
export function usePublish(what: string): Publishing {
  const { hub } = useSession();
  const [, setForgotten] = useState<Publication | null>(null);
  const place = { storage: unansweredStore, locks: navigator.locks };
  const publication = unansweredOf(hub.identity, what, unansweredStore);
  return {
    publish: (draft) => publishOnce(hub, { what, draft }, place),
    unanswered: publication && {
      publication,
      async forget() {
        await forgetUnanswered(hub.identity, { what, publication }, place);
        // Drawn anew, without it.
        setForgotten(publication);
      },
    },
  };
}
