import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Identity } from "@talanoa/client/identity.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import { PublishStreamRequest, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { noticeSigningInput } from "@talanoa/sharing/notice/sign.ts";
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

/** A notice as it goes on the wire: a PublishStreamRequest. */
export type Request = Buffer;

/**
 * Makes so many notices of about 1.4 KB, each another one, as requests. What sends them runs beside
 * what is measured: so one is sealed, and the others differ from it in id and signature alone. `changes`
 * are fields of the draft.
 */
export async function sealMany(
  identity: Identity,
  count: number,
  changes: object = {},
): Promise<Request[]> {
  const { keyId, sign } = signerOf(identity);
  const issuedAt = Date.now();
  const id = newId(issuedAt, randomBytes);
  const { sealed } = await seal(
    compose(parseDraft({ ...draft, ...changes }), identity.participant),
    {
      origin: identity.participant,
      id,
      version: 1,
      issuedAt,
      keyId,
      random: randomBytes,
      sign,
    },
  );
  const notice = SealedNotice.decode(sealed);
  const first = Buffer.from(PublishStreamRequest.encode({ notice }));
  const headerAt = first.indexOf(notice.header);
  const idAt = first.indexOf(id, headerAt);
  const signatureAt = first.indexOf(notice.signature);
  const requests: Request[] = [];
  for (let i = 0; i < count; i++) {
    // The connections of this process stay alive meanwhile.
    if (i % 500 === 0) await setImmediate();
    const request = Buffer.from(first);
    request.write(newId(Date.now(), randomBytes), idAt);
    const header = request.subarray(headerAt, headerAt + notice.header.length);
    request.set(await sign(noticeSigningInput(header)), signatureAt);
    requests.push(request);
  }
  return requests;
}
