import { UsageError } from "../usage-error.ts";
import { type Piece, pieces, type Setup, writeBrokerUsers } from "./pieces.ts";

/** Makes what is not there yet, and leaves alone what is. The names of what was made. */
export async function setUp(setup: Setup): Promise<string[]> {
  const made: string[] = [];
  for (const piece of pieces) {
    if ((await setup.files.read(piece.file)) !== undefined) continue;
    await piece.make(setup);
    made.push(piece.name);
  }
  // A later version of the hub may give its users other rights.
  await writeBrokerUsers(setup.files);
  return made;
}

/** Makes one piece anew. What the operator does then. Throws UsageError for a name of nothing that is renewed. */
export async function renew(setup: Setup, name: string): Promise<string> {
  const piece = named(name, (each) => each.afterRenewal !== undefined);
  if ((await setup.files.read(piece.file)) === undefined)
    throw new UsageError(`${name} is not there yet`, "Run talanoa setup first.");
  await piece.make(setup);
  return piece.afterRenewal!;
}

/** Forgets the piece before the one that stands. Throws UsageError for a name of nothing that has one. */
export async function retire(setup: Setup, name: string): Promise<void> {
  await named(name, (each) => each.retire !== undefined).retire!(setup);
}

function named(name: string, isMeant: (piece: Piece) => boolean): Piece {
  const found = pieces.filter(isMeant);
  const piece = found.find((each) => each.name === name);
  if (piece) return piece;
  const names = found.map((each) => each.name).join(", ");
  throw new UsageError(`"${name}" is not among what can be renewed so`, `There are ${names}.`);
}
