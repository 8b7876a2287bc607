import { audienceOfOwn } from "@talanoa/client/audience-of-own.ts";
import type { KeyRing } from "@talanoa/client/key-ring.ts";
import { heldNotice } from "@talanoa/client/held-notice.ts";
import { holdersOfOwn } from "@talanoa/client/holders-of-own.ts";
import { Audience, Revision } from "@talanoa/contract/generated/talanoa.ts";
import { draftOf } from "@talanoa/sharing/notice/draft-of.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { type Corrected, decidedByAudience } from "@talanoa/sharing/routing/correction.ts";
import type { Session } from "../../../session.ts";
import { plainForm } from "../form/plain-form.ts";
import type { Amending } from "./amending.ts";

/** The newest version of a notice of one's own, to be amended: a correction until the officer says otherwise. */
export async function beginAmending(
  { hub, keys }: { readonly hub: Session["hub"]; readonly keys: KeyRing },
  name: { readonly origin: string; readonly id: string },
): Promise<Amending> {
  const notice = await heldNotice(hub, { ...name, version: 0 }, keys);
  return {
    ...name,
    version: notice.header.version,
    digest: notice.digest,
    revision: Revision.CORRECTION,
    before: plainForm(draftOf(notice)),
  };
}

/** Who holds the version that is amended. */
export function holdersOfAmended(
  hub: Session["hub"],
  { origin, id, version }: Amending,
): Promise<Corrected["readers"]> {
  return holdersOfOwn(hub, { origin, id, version });
}

/**
 * What a correction of the version that is amended is decided by. Its audience is read only where it decides on
 * anybody; where not, it is nobody's.
 */
export async function correctedBy(
  { hub, keys }: { readonly hub: Session["hub"]; readonly keys: KeyRing },
  { origin, id, version }: Amending,
  { directory, readers }: { readonly directory: Directory; readonly readers: Corrected["readers"] },
): Promise<Corrected> {
  const isAsked = decidedByAudience(readers, directory).length > 0;
  const audience = isAsked
    ? await audienceOfOwn(hub, { origin, id, version }, keys)
    : Audience.decode(new Uint8Array());
  return { readers, audience };
}
