import type { Claim } from "@talanoa/client/claim.ts";
import { settle } from "@talanoa/client/deliver.ts";
import { openOutbox, type Outbox } from "@talanoa/client/outbox.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { publishStream } from "@talanoa/client/publish-stream.ts";
import { sealDraft, type SealedDraft } from "@talanoa/client/seal-draft.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Context } from "./context.ts";
import type { DraftSource, WrittenDraft } from "./drafts.ts";
import { exitCodes } from "./exit-code.ts";
import { failureOf, violationLines } from "./failure.ts";
import { fateExitCode, fateJson, sayFate, violationJson, worse } from "./fate.ts";
import { printJson } from "./print.ts";
import { Progress } from "./progress.ts";
import { sendEarlier } from "./publish-one.ts";
import { openSession, outboxFolder, type Session } from "./session.ts";
import { styleOf } from "./style.ts";
import { UsageError } from "./usage-error.ts";

interface Tally {
  accepted: number;
  refused: number;
  /** Drafts that broke a rule and were not sent. */
  unfit: number;
  readonly warned: Set<string>;
  /** How many drafts of the input are dealt with: in the outbox, or unfit. */
  read: number;
}

/**
 * Publishes many notices on one call, each through the outbox. Of a list all are checked before one
 * is sent; of lines, each goes as it comes, and one that is unfit is told and left out.
 */
export async function publishAll(
  context: Context,
  source: DraftSource,
  { patience, skip }: { patience: number; skip: number },
): Promise<void> {
  const { terminal, options, signal } = context;
  await using session = await openSession(context);
  const outbox = await openOutbox(outboxFolder(session.stored));
  const tally: Tally = { accepted: 0, refused: 0, unfit: 0, warned: new Set(), read: skip };
  const total = source.count === null ? null : Math.max(0, source.count - skip);
  using progress = new Progress(terminal, total);
  const claims = new Map<string, Claim>();
  const unfit = async (written: WrittenDraft, violations: readonly Violation[]) => {
    tally.unfit++;
    tally.read++;
    context.exitCode = worse(context.exitCode, exitCodes.usage);
    progress.clear();
    await sayUnfit(context, written, violations);
  };
  const drafts = leaveOut(source.drafts, skip);
  const sealed =
    source.form === "list" ? await allFit(session, drafts, unfit) : eachFit(session, drafts, unfit);
  if (tally.unfit > 0) {
    terminal.say("Nothing was sent. Correct these, and publish the list again.\n");
    return;
  }
  try {
    const waiting = putInOutbox(outbox, sealed, claims, tally);
    for await (const { publication, answer } of publishStream(session.hub, waiting, {
      patience,
      signal,
    })) {
      const fate = await settle(outbox, publication, answer);
      await claims.get(publication.ref.id)?.[Symbol.asyncDispose]();
      claims.delete(publication.ref.id);
      context.exitCode = worse(context.exitCode, fateExitCode(fate));
      if (fate.kind === "accepted") {
        tally.accepted++;
        if (fate.warnings.length > 0) tally.warned.add(publication.ref.id);
      } else if (fate.kind === "refused") tally.refused++;
      if (options.json) await printJson(context, [fateJson(publication.ref, fate)]);
      else if (fate.kind !== "accepted") {
        progress.clear();
        await sayFate(context, publication.ref, fate);
      }
      progress.show(tally.accepted + tally.refused + tally.unfit, noteOf(tally));
    }
  } catch (error) {
    progress.clear();
    const { exitCode, lines } = failureOf(signal.aborted ? signal.reason : error);
    for (const line of lines) terminal.say(`${line}\n`);
    context.exitCode = worse(context.exitCode, exitCode);
  } finally {
    for (const claim of claims.values()) await claim[Symbol.asyncDispose]();
  }
  progress.clear();
  await sayTally(context, tally, outbox);
  if (context.exitCode === exitCodes.ok) await sendEarlier(context, session, outbox, patience);
}

async function* putInOutbox(
  outbox: Outbox,
  sealed: AsyncIterable<SealedDraft> | Iterable<SealedDraft>,
  claims: Map<string, Claim>,
  tally: Tally,
): AsyncGenerator<Publication> {
  for await (const { publication, warnings } of sealed) {
    await outbox.put(publication);
    tally.read++;
    if (warnings.length > 0) tally.warned.add(publication.ref.id);
    // So that another command does not carry it too. Nobody else knows of it yet.
    const claim = await outbox.claim(publication.ref);
    if (claim) claims.set(publication.ref.id, claim);
    yield publication;
  }
}

type Unfit = (written: WrittenDraft, violations: readonly Violation[]) => Promise<void>;

async function* eachFit(
  { identity }: Session,
  drafts: AsyncIterable<WrittenDraft>,
  unfit: Unfit,
): AsyncGenerator<SealedDraft> {
  for await (const written of drafts) {
    const { place, draft, unreadable } = written;
    try {
      if (unreadable !== undefined)
        throw new InvalidNotice([{ field: place, rule: "draft-json", description: unreadable }]);
      yield await sealDraft(identity, draft, Date.now());
    } catch (error) {
      if (!(error instanceof InvalidNotice)) throw error;
      await unfit(written, error.violations);
    }
  }
}

function allFit(
  session: Session,
  drafts: AsyncIterable<WrittenDraft>,
  unfit: Unfit,
): Promise<SealedDraft[]> {
  return Array.fromAsync(eachFit(session, drafts, unfit));
}

async function* leaveOut(
  drafts: AsyncIterable<WrittenDraft>,
  skip: number,
): AsyncGenerator<WrittenDraft> {
  let number = 0;
  for await (const written of drafts) if (++number > skip) yield written;
  if (number < skip) throw new UsageError(`there are only ${number} notices to skip`);
}

async function sayUnfit(
  context: Context,
  { place }: WrittenDraft,
  violations: readonly Violation[],
): Promise<void> {
  if (context.options.json)
    return printJson(context, [
      { place, fate: "unfit", violations: violations.map(violationJson) },
    ]);
  const { bad } = styleOf(context.terminal);
  const lines = violationLines(violations).join("\n");
  context.terminal.say(`${bad("Unfit")}     ${place}: not sent\n${lines}\n`);
}

async function sayTally(context: Context, tally: Tally, outbox: Outbox): Promise<void> {
  const { terminal } = context;
  const waiting = (await outbox.waiting()).length;
  const parts = [
    `${tally.accepted} accepted`,
    ...(tally.refused > 0 ? [`${tally.refused} refused`] : []),
    ...(tally.unfit > 0 ? [`${tally.unfit} unfit and not sent`] : []),
    ...(tally.warned.size > 0 ? [`${tally.warned.size} with warnings`] : []),
    ...(waiting > 0 ? [`${waiting} in the outbox`] : []),
  ];
  terminal.say(`${parts.join(", ")}.\n`);
  if (waiting > 0) terminal.say("`talanoa outbox send` or the next publish sends what waits.\n");
  if (context.signal.aborted)
    terminal.say(`The rest of the input was not read: go on with --skip ${tally.read}.\n`);
}

function noteOf({ refused, unfit }: Tally): string {
  return [
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(unfit > 0 ? [`${unfit} unfit`] : []),
  ].join(" · ");
}
