import { UsageError } from "../usage-error.ts";
import { writeConsoleHub } from "./console-hub.ts";
import { changeHosts } from "./hosts.ts";
import { type Piece, pieces, type Setup, writeBrokerUsers } from "./pieces.ts";
import type { SecretFiles } from "./secret-files.ts";

/** Makes what is not there yet, and leaves alone what is. The names of what was made. */
export async function setUp(setup: Setup): Promise<string[]> {
  using _ = await setup.files.lock();
  const known = await withHosts(setup);
  const made: string[] = [];
  for (const piece of pieces) {
    if (await stands(piece, setup.files)) continue;
    await piece.make(known);
    made.push(piece.name);
  }
  // A later version of the hub may give its users other rights.
  await writeBrokerUsers(setup.files);
  await writeConsoleHub(setup.files);
  return made;
}

/**
 * Makes one piece anew. What the operator does then. Throws UsageError for a name of nothing that is renewed, and when
 * the renewal before has not come to its end.
 */
export async function renew(setup: Setup, name: string): Promise<string> {
  const piece = await standing(setup, name, (each) => each.afterRenewal !== undefined);
  using _ = await setup.files.lock();
  if (await piece.isBeingRenewed?.(setup.files)) {
    throw new UsageError(
      `${name} has been renewed and not retired: two keys are valid, and to renew it again would end one in use`,
      `First: talanoa setup --retire ${name}. docs/security.md says what comes before and after it.`,
    );
  }
  await piece.make(await withHosts(setup));
  await writeConsoleHub(setup.files);
  return piece.afterRenewal!;
}

/** Forgets the piece before the one that stands. Throws UsageError for a name of nothing that has one. */
export async function retire(setup: Setup, name: string): Promise<void> {
  const piece = await standing(setup, name, (each) => each.retire !== undefined);
  using _ = await setup.files.lock();
  await piece.retire!(setup);
  await writeConsoleHub(setup.files);
}

async function standing(
  { files }: Setup,
  name: string,
  isMeant: (piece: Piece) => boolean,
): Promise<Piece> {
  const found = pieces.filter(isMeant);
  const piece = found.find((each) => each.name === name);
  if (!piece) {
    const names = found.map((each) => each.name).join(", ");
    throw new UsageError(`"${name}" is not among what can be renewed so`, `There are ${names}.`);
  }
  if ((await files.read(piece.file)) !== undefined) return piece;
  throw new UsageError(`${name} is not there yet`, "Run talanoa setup first.");
}

async function stands({ file, isWhole }: Piece, files: SecretFiles): Promise<boolean> {
  return (await files.read(file)) !== undefined && (isWhole === undefined || isWhole(files));
}

/** With all the names by which participants reach the hub: those that it had, and those that are given now. */
async function withHosts(setup: Setup): Promise<Setup> {
  const { files, doors, leaving = [] } = setup;
  return { ...setup, doors: await changeHosts(files, { add: doors, remove: leaving }) };
}
