import { dirname, join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import type { Context } from "./context.ts";
import { isDown, startHub } from "./hub.ts";
import { chooseIdentity, NoIdentities, readIdentity, type StoredIdentity } from "./identities.ts";

/** An identity and its way to the hub, for the life of one command. */
export interface Session extends AsyncDisposable {
  readonly identity: Identity;
  readonly hub: HubClient;
  readonly stored: StoredIdentity;
}

/**
 * Picks the identity and connects. Where the hub would be the embedded one and none runs, starts it
 * for as long as the session lives, and says so. A hub elsewhere is never replaced by an embedded
 * one: what is meant for the real one must not end up here.
 */
export async function openSession(context: Context): Promise<Session> {
  await using opened = new AsyncDisposableStack();
  let stored = await chooseOrStart(context, opened);
  let identity = await readIdentity(stored);
  if (stored.dataFolder !== null && (await isDown(identity))) {
    await start(context, stored.dataFolder, opened);
    // The hub that starts may listen elsewhere, and gives out new tokens.
    stored = await chooseIdentity(context.terminal, context.options);
    identity = await readIdentity(stored);
  }
  const hub = opened.use(connect(identity));
  const life = opened.move();
  return { identity, hub, stored, [Symbol.asyncDispose]: () => life.disposeAsync() };
}

/** Where an identity's outbox is: beside the folder of identities, so that it moves with them. */
export function outboxFolder({ path, name }: StoredIdentity): string {
  return join(dirname(dirname(path)), "outbox", name);
}

/** Where the last checkpoints of the log are kept that an identity has seen: beside its outbox. */
export function checkpointFolder({ path, name }: StoredIdentity): string {
  return join(dirname(dirname(path)), "checkpoints", name);
}

async function chooseOrStart(
  context: Context,
  opened: AsyncDisposableStack,
): Promise<StoredIdentity> {
  try {
    return await chooseIdentity(context.terminal, context.options);
  } catch (error) {
    if (!(error instanceof NoIdentities) || !error.usual) throw error;
    await start(context, join(context.terminal.cwd, ".talanoa"), opened);
    return chooseIdentity(context.terminal, context.options);
  }
}

async function start(
  { terminal, signal }: Context,
  dataFolder: string,
  opened: AsyncDisposableStack,
): Promise<void> {
  terminal.say(`No hub runs here: starting the embedded one on ${dataFolder} for this command.\n`);
  opened.use(await startHub(dataFolder, (line) => terminal.say(`${line}\n`)));
  signal.throwIfAborted();
}
