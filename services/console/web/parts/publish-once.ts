import { isRefused } from "@talanoa/client/deliver.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { type Publication, publicationOf, refText } from "@talanoa/client/publication.ts";
import { type Accepted, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { SealedNotice, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { base64, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { openNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Store } from "../browser-store.ts";
import { EarlierStands } from "./earlier-stands.ts";
import { type Officer, placeOf } from "./unanswered.ts";

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

/** What was sent before and has no answer yet; null for nothing. */
export function unansweredOf(officer: Officer, what: string, storage: Store): Publication | null {
  return unansweredAt(placeOf(officer, what), storage)?.publication ?? null;
}

/** Lets go what has no answer yet, once none is awaited: it is not sent again. What is kept of a later one stays. */
export async function forgetUnanswered(
  officer: Officer,
  { what, publication }: { readonly what: string; readonly publication: Publication },
  { storage, locks }: PublishingPlace,
): Promise<void> {
  const place = placeOf(officer, what);
  await locks.request(place, () => {
    const kept = unansweredAt(place, storage);
    if (kept && refText(kept.publication.ref) === refText(publication.ref))
      storage.removeItem(place);
  });
}

/** The title of what was sealed; empty where it has none. */
export function sealedTitle({ sealed }: Publication): string {
  try {
    const opened = openNotice(SealedNotice.decode(sealed));
    return sectionOf(opened, SectionType.SUMMARY)?.title ?? "";
  } catch (error) {
    // Somebody else wrote it: the hub will refuse it.
    if (error instanceof MalformedMessage || error instanceof InvalidNotice) return "";
    throw error;
  }
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
