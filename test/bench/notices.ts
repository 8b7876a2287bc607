import type { HubClient } from "@talanoa/client/connect.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { alertDraft } from "../support/drafts.ts";

/** The eight that get what the benchmarks send, beside the origin's own copy. */
export const receivers = ["CK", "NU", "PF", "TK", "TO", "TV", "WF", "WS"];

const draft = alertDraft({
  title: "Cocaine behind the lining of a refrigerated container",
  case_reference: "FJ-2026-0042",
  office: "Suva wharf",
  direction: "transit",
  goods: [
    {
      name: "Cocaine",
      class: "drugs-cocaine",
      hs_heading: "2939",
      quantity: 82.4,
      unit: "kg",
      concealment: {
        method: "in-cargo",
        description: "Bricks behind the panels of the front wall.",
      },
    },
  ],
  route: {
    origin: { name: "Guayaquil", country: "EC" },
    transit: [{ name: "Papeete", unlocode: "PFPPT" }],
    destination: { name: "Sydney", unlocode: "AUSYD" },
  },
  narrative:
    "The container was chosen by its route and by weight. X-ray showed a wall of uneven depth; the " +
    "panels had been glued again and the screws were new. The seal was whole and its number right, so " +
    "the load was put in before sealing or the seal was cloned. Look for the same shipper and for " +
    "refrigerated containers that are sent empty of cold cargo on this line.",
  marking: "TLP:GREEN",
  audience: { participants: receivers },
});

/** Seals so many notices of about 1.6 KB; each is another notice. */
export async function sealMany(publisher: HubClient, count: number): Promise<SealedNotice[]> {
  const sealed: SealedNotice[] = [];
  while (sealed.length < count) {
    const some = Array.from({ length: Math.min(500, count - sealed.length) }, () =>
      sealDraft(publisher.identity, draft, Date.now()),
    );
    for (const { publication } of await Promise.all(some)) {
      sealed.push(SealedNotice.decode(publication.sealed));
    }
  }
  return sealed;
}
