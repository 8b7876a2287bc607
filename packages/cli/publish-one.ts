import { deliver, deliverAll, type Fate } from "@talanoa/client/deliver.ts";
import { type FolderOutbox, openOutbox } from "@talanoa/client/outbox.ts";
import { type Publication, refText } from "@talanoa/client/publication.ts";
import { sealDraft, type SealedDraft } from "@talanoa/client/seal-draft.ts";
import { together } from "@talanoa/client/publish.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Context } from "./context.ts";
import type { DraftSource } from "./drafts.ts";
import { fateExitCode, fateJson, sayFate } from "./fate.ts";
import { printJson } from "./print.ts";
import { openSession, outboxFolder, type Session } from "./session.ts";
import { styleOf } from "./style.ts";

/** A notice that is in the outbox. */
interface KeptOne extends SealedDraft {
  readonly outbox: FolderOutbox;
}

/** Publishes one notice through the outbox, and then what waited there from before. */
export async function publishOne(
  context: Context,
  { drafts }: DraftSource,
  { patience }: { patience: number },
): Promise<void> {
  const [written] = await Array.fromAsync(drafts);
  await using session = await openSession(context);
  const kept = await putOne(session, written!.draft);
  const fate = await deliverOne(context, session, kept, patience);
  if (fate.kind !== "waiting") await sendEarlier(context, session, kept.outbox, patience);
}

/** Seals a draft and puts it in the outbox: from then on it will be sent, now or later. */
export async function putOne(session: Session, draft: unknown): Promise<KeptOne> {
  return keep(session, await sealDraft(session.identity, draft, Date.now()));
}

/** Puts a sealed notice in the outbox: from then on it will be sent, now or later. */
export async function keep({ stored }: Session, sealed: SealedDraft): Promise<KeptOne> {
  const outbox = await openOutbox(outboxFolder(stored));
  await outbox.put(sealed.publication);
  return { ...sealed, outbox };
}

/** Sends a notice of the outbox and tells what became of it. */
export async function deliverOne(
  context: Context,
  session: Session,
  { outbox, publication, warnings }: KeptOne,
  patience: number,
): Promise<Fate> {
  const { options, signal } = context;
  let fate = await stay(context, publication, outbox, () =>
    deliver(session.hub, outbox, publication, { patience, signal }),
  );
  if (fate.kind === "accepted") fate = { ...fate, warnings: together(warnings, fate.warnings) };
  context.exitCode = fateExitCode(fate);
  if (options.json) await printJson(context, [fateJson(publication.ref, fate)]);
  else await sayFate(context, publication.ref, fate);
  if (fate.kind === "waiting") sayStays(context, outbox);
  if (!options.json && fate.kind === "accepted") sayNext(context, publication);
  return fate;
}

/** Sends what earlier commands left waiting. What becomes of it is told, but is not this one's status. */
export async function sendEarlier(
  context: Context,
  session: Session,
  outbox: FolderOutbox,
  patience: number,
): Promise<void> {
  const { terminal, options, signal } = context;
  const count = (await outbox.waiting()).length;
  if (count === 0) return;
  terminal.say(`From the outbox, ${counted(count, "notice")} that waited:\n`);
  for await (const { publication, fate } of deliverAll(session.hub, outbox, { patience, signal })) {
    if (options.json) await printJson(context, [fateJson(publication.ref, fate)]);
    else await sayFate(context, publication.ref, fate);
  }
}

function sayStays({ terminal }: Context, outbox: FolderOutbox): void {
  terminal.say(
    `It stays in the outbox (${outbox.folder}): \`talanoa outbox send\` or the next publish sends it.\n`,
  );
}

/** Says where the notice is when the person does not wait for the end. */
async function stay<T>(
  context: Context,
  publication: Publication,
  outbox: FolderOutbox,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    context.terminal.say(`${refText(publication.ref)} has no receipt yet.\n`);
    sayStays(context, outbox);
    throw error;
  }
}

function sayNext({ terminal }: Context, { ref }: Publication): void {
  if (!terminal.outIsPerson) return;
  const { dim } = styleOf(terminal);
  const name = refText({ ...ref, version: 0 });
  terminal.say(
    dim(
      `Who gets it and why: talanoa explain ${name}\nWhat became of it:   talanoa log trail ${name}\n`,
    ),
  );
}
