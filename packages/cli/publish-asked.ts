import type { Identity } from "@talanoa/client/identity.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { stringify } from "yaml";
import { askDraft, type Growing } from "./ask.ts";
import { type Asking, checkPersonAnswers, openAsking } from "./asking.ts";
import type { Context } from "./context.ts";
import { saveDraft } from "./draft-file.ts";
import type { DraftSource } from "./drafts.ts";
import { chooseIdentity, readIdentity } from "./identities.ts";
import { plain } from "./plain-text.ts";
import { previewLines } from "./preview.ts";
import { deliverOne, putOne, sendEarlier } from "./publish-one.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Asks a person for an alert, shows it, and sends it when the person says so. What is not sent is
 * written to a file: nothing that was typed is lost. Throws UsageError where nobody can answer,
 * HubError when the identity may not publish, Interrupted.
 */
export async function publishAsked(context: Context, patience: number): Promise<void> {
  const { terminal } = context;
  checkPersonAnswers(context);
  await using session = await openSession(context);
  checkMayPublish(session.identity);
  const draft = await askAlert(context, session.identity);
  if (!draft) return;
  const kept = await orSave(
    terminal,
    () => draft,
    () => putOne(session, draft),
  );
  const fate = await deliverOne(context, session, kept, patience);
  if (fate.kind === "refused") await keep(terminal, draft);
  if (fate.kind !== "waiting") await sendEarlier(context, session, kept.outbox, patience);
}

/** An alert that is asked for and only looked at. Needs no hub. Throws as publishAsked does. */
export async function askedSource(context: Context): Promise<DraftSource> {
  checkPersonAnswers(context);
  const identity = await readIdentity(await chooseIdentity(context.terminal, context.options));
  checkMayPublish(identity);
  using asking = openAsking(context);
  const draft = await askDraft(asking, context.terminal, identity);
  async function* drafts() {
    yield { place: "", draft };
  }
  return { form: "one", count: 1, drafts: drafts() };
}

/** Throws HubError and InvalidIdentity as the hub and the sealing would, before anything is typed. */
function checkMayPublish(identity: Identity): void {
  const { name, roles } = identity;
  if (!roles.includes("publisher"))
    throw new HubError(
      "permission-denied",
      `${name} has not the role publisher, only ${roles.join(", ") || "none"}`,
    );
  signerOf(identity);
}

/** The draft that the person wants to be sent; null when it is not to be, and is in a file. */
async function askAlert(context: Context, identity: Identity): Promise<Growing | null> {
  const { terminal } = context;
  using asking = openAsking(context);
  let answered: Growing | null = null;
  const draft = await orSave(
    terminal,
    () => answered,
    () => askDraft(asking, terminal, identity, (so) => (answered = so)),
  );
  const sends = () => confirm(asking, terminal, draft, identity);
  if (await orSave(terminal, () => draft, sends)) return draft;
  terminal.say("Not sent.\n");
  await keep(terminal, draft);
  return null;
}

async function confirm(
  asking: Asking,
  terminal: Terminal,
  draft: Growing,
  identity: Identity,
): Promise<boolean> {
  const { opened } = await sealDraft(identity, draft, Date.now());
  terminal.say(`\n${previewLines(opened, terminal).join("\n")}\n\n`);
  return /^y(es)?$/i.test(await asking.question("Send it? [y/N] "));
}

/** What `act` gives; when it fails, the draft as it is then is saved. */
async function orSave<T>(
  terminal: Terminal,
  draft: () => Growing | null,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    terminal.say("\n");
    const its = draft();
    if (its) await keep(terminal, its);
    throw error;
  }
}

async function keep(terminal: Terminal, draft: Growing): Promise<void> {
  try {
    const name = await saveDraft(terminal.cwd, draft);
    terminal.say(
      `What you wrote is in ${name}: correct it if need be, and \`talanoa publish ${name}\` sends it.\n`,
    );
  } catch (error) {
    // Where no file can be, the person's screen must do.
    terminal.say(
      `What you wrote cannot be saved here (${plain((error as Error).message)}):\n${stringify(draft)}`,
    );
  }
}
