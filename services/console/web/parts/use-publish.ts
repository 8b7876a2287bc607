import { type Accepted, send } from "@talanoa/client/publish.ts";
import { type SealedDraft, sealDraft } from "@talanoa/client/seal-draft.ts";
import { useRef } from "preact/hooks";
import { useSession } from "../session.ts";

/**
 * What seals a draft and sends it. Sent again unchanged, as after a link that broke, it is the same notice: the hub
 * takes it once. Throws InvalidNotice, HubError, NotGenuine, and InvalidIdentity when this device cannot sign.
 */
export function usePublish(): (draft: object) => Promise<Accepted> {
  const { hub } = useSession();
  const last = useRef<{ readonly text: string; readonly sealed: SealedDraft } | null>(null);
  return async (draft) => {
    const text = JSON.stringify(draft);
    if (last.current?.text !== text)
      last.current = { text, sealed: await sealDraft(hub.identity, draft, Date.now()) };
    return send(hub, last.current.sealed.publication);
  };
}
