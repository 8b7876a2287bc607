import { trail } from "@talanoa/client/log.ts";
import { dropVersions } from "@talanoa/client/drop-versions.ts";
import { openOutbox } from "@talanoa/client/outbox.ts";
import { refText } from "@talanoa/client/publication.ts";
import { type Withdrawal, withdrawalOf } from "@talanoa/client/readers.ts";
import {
  type NoticeRef,
  Purpose,
  type WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, withdrawalReasonWords } from "@talanoa/contract/words.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-code.ts";
import { english } from "@talanoa/sharing/story/english.ts";
import { printJson, printRows } from "./print.ts";
import { outboxFolder, type Session } from "./session.ts";
import { styleOf } from "./style.ts";
import type { Cell } from "./table.ts";
import { isoTime, utc } from "@talanoa/client/times.ts";
import { UsageError } from "./usage-error.ts";

const words = Object.values(withdrawalReasonWords).join(", ");

export const reasonHelp = `why: ${words}`;

/** The reason that a person gave. Throws UsageError. */
export function reasonOf(word: string | undefined): WithdrawalReason {
  const reason = word === undefined ? undefined : codeOf(withdrawalReasonWords, word);
  if (reason === undefined)
    throw new UsageError(
      word === undefined ? "say why" : `${word} is no reason`,
      `Give --reason with one of: ${words}.`,
    );
  return reason;
}

/** Prints who had a notice of one's own released, received, opened and acknowledged, and who destroyed it. */
export async function printWithdrawal(
  context: Context,
  { hub }: Session,
  { origin, id }: NoticeRef,
): Promise<void> {
  const name = { origin, id, version: 0 };
  const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
  const options = { pageSize: 1_000, signal: context.signal };
  const entries = await Array.fromAsync(trail(hub, reason, name, options));
  for (const { index } of entries.filter(({ altered }) => altered)) {
    context.exitCode = exitCodes.notGenuine;
    context.terminal.say(`Entry ${index} is missing in this. ${english.alteredSays}.\n`);
  }
  const found = withdrawalOf(entries, name);
  if (context.options.json) return printJson(context, [withdrawalJson(name, found)]);
  await context.terminal.write(`${sentence(context, refText(name), found)}\n\n`);
  const { good, odd } = styleOf(context.terminal);
  await printRows(context, found.readers, {
    columns: [
      { title: "participant" },
      { title: "released" },
      { title: "received" },
      { title: "opened" },
      { title: "acknowledged" },
      { title: "destroyed" },
    ],
    cells: ({ participant, released, received, opened, acknowledged, destroyed }): Cell[] => [
      participant,
      ...[released, received, opened, acknowledged].map((at) => (at ? utc(at) : "no")),
      destroyed
        ? { text: utc(destroyed), paint: good }
        : { text: released ? "not confirmed" : "had none", paint: released ? odd : good },
    ],
    json: () => null,
    none: "Nobody else was given a copy.",
  });
}

/** Takes later versions of a notice out of the outbox: what waits or was refused there is content too. */
export async function forgetKept(
  { terminal }: Context,
  { stored }: Session,
  notice: NoticeRef,
): Promise<void> {
  const outbox = await openOutbox(outboxFolder(stored));
  for (const ref of await dropVersions(outbox, notice))
    terminal.say(`Taken out of the outbox: ${refText(ref)}\n`);
}

function sentence({ terminal }: Context, name: string, found: Withdrawal): string {
  const { good, odd } = styleOf(terminal);
  const { recalled, expired, erasureOrdered, contentErased, personalErased } = found;
  const over = recalled || expired;
  const said = recalled
    ? `recalled ${utc(recalled)}`
    : expired
      ? `expired ${utc(expired)}`
      : erasureOrdered
        ? `personal sections ordered to be erased ${utc(erasureOrdered)}`
        : "stands: nothing of it was taken back";
  const erased = over ? contentErased : personalErased;
  if (!over && !erasureOrdered && !personalErased) return `${name} ${said}`;
  const state = erased ? good(`gone from the hub ${utc(erased)}`) : odd("the hub is erasing it");
  return `${name} ${said}; ${state}`;
}

function withdrawalJson(name: NoticeRef, { readers, ...times }: Withdrawal) {
  return {
    notice: refText(name),
    recalled_at: isoTime(times.recalled),
    expired_at: isoTime(times.expired),
    erasure_ordered_at: isoTime(times.erasureOrdered),
    content_erased_at: isoTime(times.contentErased),
    personal_erased_at: isoTime(times.personalErased),
    readers: readers.map(
      ({ participant, released, received, opened, acknowledged, destroyed }) => ({
        participant,
        released_at: isoTime(released),
        received_at: isoTime(received),
        opened_at: isoTime(opened),
        acknowledged_at: isoTime(acknowledged),
        destroyed_at: isoTime(destroyed),
      }),
    ),
  };
}
