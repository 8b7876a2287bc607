import type { Claim } from "@talanoa/client/claim.ts";
import { settle } from "@talanoa/client/deliver.ts";
import { openOutbox, type Outbox } from "@talanoa/client/outbox.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { publishStream } from "@talanoa/client/publish-stream.ts";
import { sealDraft, type SealedDraft } from "@talanoa/client/seal-draft.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Context } from "./context.ts";
import { type DraftSource, leaveOut, type WrittenDraft } from "./drafts.ts";
import { exitCodes } from "./exit-code.ts";
import { failureOf, violationLines } from "./failure.ts";
import { fateExitCode, fateJson, sayFate, violationJson, worse } from "./fate.ts";
import { printJson } from "./print.ts";
import { Progress } from "./progress.ts";
import { sendEarlier } from "./publish-one.ts";
import { newTally, noteOf, sayTally, type Tally } from "./publish-tally.ts";
import { openSession, outboxFolder, type Session } from "./session.ts";
import { styleOf } from "./style.ts";

/** A notice of the input that is in the outbox and has no answer yet. */
interface UnderWay {
  readonly place: string;
  readonly publication: Publication;
  /** So that another command does not carry it too. */
  readonly claim: Claim | null;
}

/** What is on its way, by its id, in the order of the input. */
interface Flow {
  readonly underWay: Map<string, UnderWay>;
  /** False once the command ends: what is read later counts for nothing. */
  open: boolean;
  /** The notice that is being put in the outbox. */
  putting: Promise<void>;
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
  const tally = newTally(skip);
  const flow: Flow = { underWay: new Map(), open: true, putting: Promise.resolve() };
  const total = source.count === null ? null : Math.max(0, source.count - skip);
  using progress = new Progress(terminal, total);
  const unfit = async (written: WrittenDraft, violations: readonly Violation[]) => {
    if (!flow.open) return;
    tally.unfit++;
    tally.read++;
    context.exitCode = worse(context.exitCode, exitCodes.usage);
    progress.clear();
    await sayUnfit(context, written, violations);
  };
  const drafts = leaveOut(source.drafts, { skip, signal, onEnd: () => (tally.ended = true) });
  const sealed =
    source.form === "list" ? await allFit(session, drafts, unfit) : eachFit(session, drafts, unfit);
  if (tally.unfit > 0) {
    terminal.say("Nothing was sent. Correct these, and publish the list again.\n");
    return;
  }
  try {
    const waiting = putInOutbox(outbox, sealed, flow, tally);
    for await (const { publication, answer } of publishStream(session.hub, waiting, {
      patience,
      signal,
    })) {
      const { id } = publication.ref;
      const fate = await settle(outbox, publication, answer);
      const { place = "", claim } = flow.underWay.get(id) ?? {};
      await claim?.[Symbol.asyncDispose]();
      flow.underWay.delete(id);
      context.exitCode = worse(context.exitCode, fateExitCode(fate));
      if (fate.kind === "accepted") {
        tally.accepted++;
        if (fate.warnings.length > 0) tally.warned.add(id);
      } else if (fate.kind === "refused") tally.refused++;
      if (options.json) await printJson(context, [{ place, ...fateJson(publication.ref, fate) }]);
      else if (fate.kind !== "accepted") {
        progress.clear();
        await sayFate(context, publication.ref, fate);
      }
      progress.show(tally.accepted + tally.refused + tally.unfit, noteOf(tally));
    }
  } catch (thrown) {
    const error: unknown = signal.aborted ? signal.reason : thrown;
    flow.open = false;
    // What is half put counts as read, or `--skip` would send it twice.
    await Promise.allSettled([flow.putting]);
    progress.clear();
    const { exitCode, lines } = failureOf(error);
    for (const line of lines) terminal.say(`${line}\n`);
    context.exitCode = worse(context.exitCode, exitCode);
    if (options.json) await printWaiting(context, flow, error);
  } finally {
    for (const { claim } of flow.underWay.values()) await claim?.[Symbol.asyncDispose]();
  }
  progress.clear();
  await sayTally(context, tally, { outbox, count: source.count });
  if (context.exitCode === exitCodes.ok) await sendEarlier(context, session, outbox, patience);
}

async function* putInOutbox(
  outbox: Outbox,
  sealed: AsyncIterable<PlacedDraft> | Iterable<PlacedDraft>,
  flow: Flow,
  tally: Tally,
): AsyncGenerator<Publication> {
  async function put({ place, publication, warnings }: PlacedDraft): Promise<void> {
    await outbox.put(publication);
    tally.read++;
    if (warnings.length > 0) tally.warned.add(publication.ref.id);
    // Null when another command was quicker to see it: both send the same, which stands once.
    const claim = await outbox.claim(publication.ref);
    flow.underWay.set(publication.ref.id, { place, publication, claim });
  }
  for await (const each of sealed) {
    if (!flow.open) return;
    flow.putting = put(each);
    await flow.putting;
    yield each.publication;
  }
}

/** One line for each notice that the end of the command left in the outbox. */
async function printWaiting(context: Context, { underWay }: Flow, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const reason = new Error(message || "interrupted");
  const lines = [...underWay.values()].map(({ place, publication: { ref } }) => ({
    place,
    ...fateJson(ref, { kind: "waiting", reason }),
  }));
  await printJson(context, lines);
}

/** A sealed notice, and where in the input it was written. */
interface PlacedDraft extends SealedDraft {
  readonly place: string;
}

type Unfit = (written: WrittenDraft, violations: readonly Violation[]) => Promise<void>;

async function* eachFit(
  { identity }: Session,
  drafts: AsyncIterable<WrittenDraft>,
  unfit: Unfit,
): AsyncGenerator<PlacedDraft> {
  for await (const written of drafts) {
    const { place, draft, unreadable } = written;
    try {
      if (unreadable !== undefined)
        throw new InvalidNotice([{ field: place, rule: "draft-json", description: unreadable }]);
      yield { place, ...(await sealDraft(identity, draft, Date.now())) };
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
): Promise<PlacedDraft[]> {
  return Array.fromAsync(eachFit(session, drafts, unfit));
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
