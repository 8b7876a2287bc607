import type { DirectoryEntry, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { type Directory, withEntry } from "@talanoa/sharing/directory/directory.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";
import { type Around, decidedFirst, Known } from "./holders.ts";
import type { ReadNotice, StandingNotice } from "./read-notice.ts";
import type { Holders } from "./routed-notice.ts";

/** What was decided, and what would have been. */
export interface Twice {
  readonly was: readonly ParticipantDecision[];
  readonly is: readonly ParticipantDecision[];
}

/** Decides a notice by each of two directories, the versions before it too. */
export type DecideTwice = (
  standing: StandingNotice,
  read: ReadNotice,
  holders: Holders,
) => Promise<Twice>;

/** By the directory as it was, and by one in which an entry stood all the while. */
export function worldsOf({ bus, directory }: Around, tried: DirectoryEntry): DecideTwice {
  const asWas: Around = { bus, directory, anew: true };
  const asTried: Around = { bus, directory: withTried(directory, tried), anew: true };
  const corrected = new Corrected();
  return async (standing, read, holders) => {
    const { versions, was, is } = corrected.of(standing.ref);
    const decided = (around: Around, first: Known["first"]) =>
      decidedFirst(around, standing, read, { holders, known: new Known(versions, first) });
    return { was: await decided(asWas, was), is: await decided(asTried, is) };
  };
}

/** A directory in which an entry stood all the while. */
function withTried(directory: Around["directory"], entry: DirectoryEntry): Around["directory"] {
  // In the stream's order, so that many notices share one view.
  let view: { readonly of: Directory; readonly tried: Directory } | null = null;
  return {
    at(sequence) {
      const of = directory.at(sequence);
      if (view?.of.sequence !== of.sequence) view = { of, tried: withEntry(of, entry) };
      return view.tried;
    },
    versions: (type, id) => directory.versions(type, id),
  };
}

/** Whole notices are kept, of up to some MB with all versions: what is asked of others is read again. */
export const MOST_CORRECTED = 16;

/** What was found out of a corrected notice: its versions, opened once for both worlds, and what each decided. */
interface FoundOut {
  readonly versions: Known["versions"];
  readonly was: Known["first"];
  readonly is: Known["first"];
}

/** Those of the corrected notices that were asked for last: each correction asks for all versions before it. */
export class Corrected {
  readonly #last = new Map<string, FoundOut>();

  of({ origin, id, version }: NoticeRef): FoundOut {
    const name = `${origin}/${id}`;
    const found = this.#last.get(name) ?? { versions: new Map(), was: new Map(), is: new Map() };
    if (version === 1) return found;
    this.#last.delete(name);
    this.#last.set(name, found);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST_CORRECTED && oldest !== undefined) this.#last.delete(oldest);
    return found;
  }
}
