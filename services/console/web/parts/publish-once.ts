import { isRefused } from "@talanoa/client/deliver.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { type Publication, publicationOf, refText } from "@talanoa/client/publication.ts";
import { type Accepted, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { base64, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import type { Store, windowStore } from "../browser-store.ts";
import { EarlierStands } from "./earlier-stands.ts";

type Officer = Pick<Hub["identity"], "participant" | "principal">;

/** What publishing needs of a window. */
export interface PublishingPlace {
  readonly storage: Store;
  readonly locks: Pick<LockManager, "request">;
}

/** What was sealed here and has no answer yet: the hub may have it. */
interface Unanswered {
  readonly publication: Publication;
  /** Of the draft that it was made of. */
  readonly digest: string;
}

/**
 * Seals a draft and sends it. What is sealed is kept in the window until the hub says yes or no: after a lost answer,
 * also when the dialog was closed or the page loaded again, the same bytes are sent first, and what stands here now is
 * sealed only where the hub refuses them. Throws EarlierStands, InvalidNotice, HubError, NotGenuine, and InvalidIdentity
 * when this device cannot sign.
 *
 * @param what is done by it, and to what: one at a time has no answer
 */
export async function publishOnce(
  hub: Hub,
  { what, draft }: { readonly what: string; readonly draft: object },
  { storage, locks }: PublishingPlace,
): Promise<Accepted> {
  const place = placeOf(hub.identity, what);
  const digest = base64(sha256(new TextEncoder().encode(JSON.stringify(draft))));
  return locks.request(place, async () => {
    const before = unansweredAt(place, storage);
    const accepted = before && (await sent(before.publication).catch(unlessRefused));
    if (accepted && before.digest === digest) return accepted;
    if (accepted) throw new EarlierStands(refText(before.publication.ref));
    const { publication } = await sealDraft(hub.identity, draft, Date.now());
    storage.setItem(place, `${digest} ${base64(publication.sealed)}`);
    return sent(publication);
  });

  async function sent(publication: Publication): Promise<Accepted> {
    try {
      const accepted = await send(hub, publication);
      // The commit point was the hub's: what is kept is of no use from here on.
      storage.removeItem(place);
      return accepted;
    } catch (error) {
      if (error instanceof HubError && isRefused(error)) storage.removeItem(place);
      throw error;
    }
  }
}

function unlessRefused(error: unknown): null {
  if (error instanceof HubError && isRefused(error)) return null;
  throw error;
}

/** Whether something was sent before that has no answer yet. */
export function isUnanswered(officer: Officer, what: string, storage: Store): boolean {
  return unansweredAt(placeOf(officer, what), storage) !== null;
}

/** Erases from this window all that an officer sent so and that has no answer yet. */
export function eraseUnanswered(officer: Officer, store: typeof windowStore): void {
  const prefix = prefixOf(officer);
  for (const place of store.names()) if (place.startsWith(prefix)) store.removeItem(place);
}

function unansweredAt(place: string, storage: Store): Unanswered | null {
  const [digest = "", sealed] = storage.getItem(place)?.split(" ") ?? [];
  if (!sealed) return null;
  try {
    return { publication: publicationOf(fromBase64(sealed)), digest };
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

function placeOf(officer: Officer, what: string): string {
  return `${prefixOf(officer)}${what}`;
}

function prefixOf({ participant, principal }: Officer): string {
  return `talanoa.unanswered.${participant}.${principal}.`;
}
