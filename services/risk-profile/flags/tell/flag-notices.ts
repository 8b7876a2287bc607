import type { Publication } from "@talanoa/client/publication.ts";
import { FlagNotice } from "@talanoa/contract/generated/talanoa.ts";
import { open, seal } from "@talanoa/platform/sealed.ts";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";

type Row = ScreeningTables["flag_notice"];

/** Which version of the notice about which flag. */
type Named = Pick<Row, "participant" | "flag" | "version">;

/**
 * The row of a notice that is to be sent: sealed by its origin once and for all, so that however often it is
 * sent it is the same notice, which the intake takes once.
 */
export async function waitingNotice(
  { keys, now }: Pick<Screening, "keys" | "now">,
  named: Named,
  { ref, sealed }: Pick<Publication, "ref" | "sealed">,
): Promise<Row> {
  const key = await keys.sealing(named.participant, "flag", now());
  return {
    ...named,
    slot: key.slot,
    notice: seal(key.bytes, labelOf(named), sealed),
    state: FlagNotice.WAITING,
    refused: null,
    notice_id: ref.id,
  };
}

/** The bytes of the SealedNotice; null once its key has been destroyed. */
export async function sealedNoticeOf(
  { keys }: Pick<Screening, "keys">,
  row: Named & Pick<Row, "slot" | "notice">,
): Promise<Uint8Array | null> {
  const key = await keys.opening(row.participant, "flag", row.slot);
  return key && open(key, labelOf(row), row.notice);
}

function labelOf({ participant, flag, version }: Named): string {
  return `notice ${participant} ${flag} ${version}`;
}
