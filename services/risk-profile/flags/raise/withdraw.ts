import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { FlagNotice, Revision, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";
import { sealedNoticeOf, waitingNotice } from "../tell/flag-notices.ts";

/** A flag that is withdrawn, and the version of its notice that says so; null when nobody was told of it. */
export interface Withdrawal {
  readonly participant: string;
  readonly flag: string;
  readonly notice: ScreeningTables["flag_notice"] | null;
}

/** How long a notice that withdraws a flag stands: within the hour that the rules allow, in ms. */
const STANDS = 50 * 60_000;

/** What withdraws a flag; null when others were told of it and cannot be told more: it stands. */
export async function withdrawalOf(
  screening: Screening,
  participant: string,
  flag: string,
): Promise<Withdrawal | null> {
  const first = await screening.db
    .selectFrom("flag_notice")
    .selectAll()
    .where("participant", "=", participant)
    .where("flag", "=", flag)
    .where("version", "=", 1)
    .where("state", "<>", FlagNotice.UNSPECIFIED)
    .executeTakeFirst();
  const sealed = first && (await sealedNoticeOf(screening, first));
  if (!sealed) return { participant, flag, notice: null };
  const sender = await screening.senders.of(participant);
  if (!sender) return null;
  const now = Date.now();
  const changes = {
    risk_flag: { withdrawn: true },
    passengers: null,
    expires: new Date(now + STANDS).toISOString(),
  };
  try {
    const before = openNotice(SealedNotice.decode(sealed));
    const { publication } = await sealRevision(sender, before, Revision.CHANGE, changes, now);
    const named = { participant, flag, version: 2 };
    return { participant, flag, notice: await waitingNotice(screening, named, publication) };
  } catch (error) {
    // Too late for any notice about the flight: the one that stands ends by itself.
    if (!(error instanceof InvalidNotice)) throw error;
    return { participant, flag, notice: null };
  }
}
