import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import type { Command } from "commander";
import { heldVersions } from "../bundle-of.ts";
import type { Context } from "../context.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { openSession, type Session } from "../session.ts";
import { ownVersion } from "../spoken-of.ts";
import { styleOf } from "../style.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";
import { printWithdrawal, reasonHelp, reasonOf } from "../withdrawal.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "Have the personal and passenger sections of a notice of your own erased, in all its versions. The rest stands; whoever holds a copy is told.",
    )
    .argument("<notice>", refHelp)
    .option("--reason <reason>", reasonHelp)
    .action(async (text: string, options: { reason?: string }) => {
      const { terminal, signal } = context;
      const erasureOrdered = { reason: reasonOf(options.reason) };
      await using session = await openSession(context);
      const ref = await findKnownNotice(session.hub, text, signal);
      const spoken = await ownVersion(context, session, ref);
      await checkPersonal(context, session, ref);
      const { id, receipt } = await state(session.hub, spoken, { erasureOrdered }, { signal });
      const { good } = styleOf(terminal);
      const name = refText({ ...ref, version: 0 });
      const at = utcAndLocal(receipt.acceptedAt);
      terminal.say(`${good("Ordered")} the erasure of ${name}, ${at}, statement ${id}\n`);
      await printWithdrawal(context, session, ref);
    });
}

/**
 * Throws UsageError for a notice of one's own that has nothing to erase: its trail would say for good that there was. Of
 * one whose copies are gone, or lack something, the hub decides.
 */
async function checkPersonal(
  { signal }: Context,
  { hub }: Session,
  { origin, id }: NoticeRef,
): Promise<void> {
  const copies = await heldVersions(hub, { origin, id, version: 0 }, signal);
  const mayHave = copies.some(
    ({ notice, withheld }) =>
      !notice ||
      withheld.length > 0 ||
      openNotice(notice).sections.some(({ category }) => isStoredApart(category)),
  );
  if (copies.length > 0 && !mayHave)
    throw new UsageError(
      `${refText({ origin, id, version: 0 })} has no personal or passenger sections: there is nothing to erase`,
      "`talanoa recall` takes back the whole notice.",
    );
}
