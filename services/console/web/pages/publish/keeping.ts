import { ChangedElsewhere, keepDraft, keepLeft } from "./kept/drafts.ts";
import type { KeptDraft } from "./kept/kept.ts";
import type { Desk } from "./kept/use-kept.ts";
import { beginCopy, keptOf, type Writing } from "./writing.ts";

/** How far what is written in a tab is kept. It outlives the page, as what is written does. */
interface Keeping {
  /** Each stands on what the last has kept: one after the other. */
  last: Promise<unknown>;
  /** What is being put in its place just now. */
  inFlight: KeptDraft | null;
  /** What was put aside, and by nothing kept since taken away. */
  left: KeptDraft | null;
}

const keepings = new WeakMap<Writing, Keeping>();

function keepingOf(writing: Writing): Keeping {
  let keeping = keepings.get(writing);
  if (!keeping)
    keepings.set(writing, (keeping = { last: Promise.resolve(), inFlight: null, left: null }));
  return keeping;
}

/** Null where nothing can be kept: then nothing is. */
type KeepingDesk = Pick<Desk, "kept" | "refresh"> | null;

/**
 * Keeps what is written, after what is being kept already. What another tab has changed, sent or erased meanwhile stays as it
 * is there: what is written here goes on as another draft, and ChangedElsewhere is thrown. Throws DOMException too. Resolves
 * with the draft as it stands then; null for none.
 */
export function keepNow(writing: Writing, desk: KeepingDesk): Promise<KeptDraft | null> {
  const keeping = keepingOf(writing);
  const its = keeping.last.then(() => keepChange(writing, desk, keeping));
  keeping.last = its.catch(() => null);
  return its;
}

/** The same with what is still being made for it. */
export async function keepWhole(writing: Writing, desk: KeepingDesk): Promise<void> {
  await writing.making.peek();
  await keepNow(writing, desk);
}

/**
 * Keeps what is written as the page is left, for which nobody may be there to hear an answer: it is put aside first. Throws
 * as `keepNow` does.
 */
export async function keepLeaving(writing: Writing, desk: KeepingDesk): Promise<void> {
  const draft = keptOf(writing);
  if (!draft || !desk) return;
  const keeping = keepingOf(writing);
  const own = [keeping.inFlight, keeping.left].filter((each) => each?.id === draft.id);
  const put = own.flatMap((each) => each?.changedAt ?? []);
  // What is put already is the same draft also where it arrives after all.
  keeping.left = own.find((each) => isSame(each, draft)) ?? draft;
  const { known } = writing;
  const leaving = keepLeft(desk.kept, keeping.left, {
    changedAt: known.peek()?.changedAt ?? null,
    put,
  });
  // Where the page lives on after all, before another tab looks at it.
  await Promise.all([leaving, keepNow(writing, desk)]);
}

async function keepChange(
  writing: Writing,
  desk: KeepingDesk,
  keeping: Keeping,
): Promise<KeptDraft | null> {
  const draft = keptOf(writing);
  if (!draft || !desk) return writing.known.peek();
  const { left } = keeping;
  const known = {
    changedAt: writing.known.peek()?.changedAt ?? null,
    put: left?.id === draft.id ? [left.changedAt] : [],
  };
  keeping.inFlight = draft;
  try {
    await keepDraft(desk.kept, draft, known);
  } catch (error) {
    if (error instanceof ChangedElsewhere && writing.id.peek() === draft.id) beginCopy(writing);
    throw error;
  } finally {
    keeping.inFlight = null;
  }
  if (keeping.left === left) keeping.left = null;
  if (writing.id.peek() === draft.id) writing.known.value = draft;
  await desk.refresh();
  return draft;
}

/** Whether two say the same, whenever they were written. */
function isSame(one: KeptDraft | null, other: KeptDraft): boolean {
  return (
    one?.written === other.written &&
    one.amending === other.amending &&
    one.refused === other.refused
  );
}
