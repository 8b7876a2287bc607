import {
  NoticeHeader,
  RoutedMarker,
  type SealedNotice,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordLines } from "./records.ts";
import type { BareMessage } from "./store.ts";

const digest = new Uint8Array(32);

/** What is stored when a notice goes to some participants: a marker with its record, and the copies. */
export function fanOutMessages(
  { header, sections, signature, keyId }: SealedNotice,
  number: number,
  recipients: readonly string[],
): BareMessage[] {
  const { origin, id, version, kind, tlp, precedence, eventAt, issuedAt } =
    NoticeHeader.decode(header);
  const card = {
    notice: { origin, id, version },
    kind,
    tlp,
    precedence,
    eventAt,
    issuedAt,
    countries: ["AU", "EC", "FJ", "PF"],
    regions: ["melanesia", "polynesia"],
    commodityClasses: ["drugs-cocaine"],
  };
  const notice = { header, sections: sections.slice(1), signature, keyId };
  const now = Date.now();
  const payload = StoredCopy.encode({ copy: { notice, acceptedAt: now, routedAt: now }, card });
  return [
    {
      subject: `bare.routed.${number}`,
      payload: RoutedMarker.encode({ card, recipients: [...recipients], digest }),
      lines: recordLines.routed,
    },
    ...recipients.map((participant) => ({
      subject: `bare.feed.${participant}.routine.alert`,
      payload,
      lines: "",
    })),
  ];
}
