import { isNothing, type Written } from "../../../words/draft-path.ts";
import type { Kept, KeptDraft, KeptTemplate, KnownDraft } from "./kept.ts";

/** The drafts that are still to be sent, the last changed first. */
export async function openDrafts(kept: Kept): Promise<KeptDraft[]> {
  const drafts = await kept.getAll("drafts");
  return drafts
    .filter(({ sentAs, leftFrom }) => sentAs === undefined && leftFrom === undefined)
    .sort((one, other) => other.changedAt - one.changedAt);
}

/** A draft that is open in two tabs was changed, sent or erased in the other one: nothing was kept or put. */
export class ChangedElsewhere extends Error {
  override readonly name = "ChangedElsewhere";

  constructor() {
    super("the draft was changed, sent or erased in another tab");
  }
}

/** Whether what stands is no longer the draft that a tab knows; null for one that it has not kept yet. */
export function isOther(standing: KeptDraft | undefined, known: KnownDraft | null): boolean {
  if (!standing) return (known?.changedAt ?? null) !== null;
  const isKnown =
    standing.changedAt === known?.changedAt || known?.put?.includes(standing.changedAt) === true;
  return !isKnown || standing.sentAs !== undefined;
}

/** Keeps a draft in place of what was known under its id. Throws ChangedElsewhere when that stands no longer. */
export async function keepDraft(
  kept: Kept,
  draft: KeptDraft,
  known: KnownDraft | null,
): Promise<void> {
  const change = kept.transaction("drafts", "readwrite");
  const isChanged = isOther(await change.store.get(draft.id), known);
  if (!isChanged) {
    await change.store.put(draft);
    await change.store.delete(LEFT);
  }
  await change.done;
  if (isChanged) throw new ChangedElsewhere();
}

/** Of this tab, which writes one draft at a time. */
const LEFT = `left ${crypto.randomUUID()}`;

/**
 * Puts a draft aside as the page is left, without asking what stands under its id: the page may hear no answer any more.
 * What this tab keeps next takes its place; where nothing does, the next page takes it up.
 */
export async function keepLeft(
  kept: Kept,
  draft: KeptDraft,
  known: KnownDraft | null,
): Promise<void> {
  const change = kept.transaction("drafts", "readwrite");
  const { changedAt = null, put = [] } = known ?? {};
  const leftFrom = { id: draft.id, changedAt, put };
  const putting = change.store.put({ ...draft, id: LEFT, leftFrom });
  change.commit();
  await Promise.all([putting, change.done]);
}

/**
 * Keeps what pages had not kept when they were left: in its draft's place, or as a copy beside it where that was changed
 * since. Throws DOMException, such as QuotaExceededError: then it stays aside.
 */
export async function takeUpLeft(kept: Kept): Promise<void> {
  const change = kept.transaction("drafts", "readwrite");
  await Promise.all([takeUp(change.store), change.done]);
}

async function takeUp(drafts: DraftStore): Promise<void> {
  for (const { leftFrom, id: left, ...draft } of await drafts.getAll()) {
    if (!leftFrom) continue;
    const standing = await drafts.get(leftFrom.id);
    if (isOther(standing, leftFrom))
      await drafts.put({ ...draft, id: crypto.randomUUID(), isCopy: true });
    else await drafts.put({ ...draft, id: leftFrom.id });
    // Last: where it cannot be put it is not lost.
    await drafts.delete(left);
  }
}

export async function eraseDraft(kept: Kept, id: string): Promise<void> {
  await kept.delete("drafts", id);
}

/** The store of drafts within a transaction. */
interface DraftStore {
  get(id: string): Promise<KeptDraft | undefined>;
  getAll(): Promise<KeptDraft[]>;
  put(draft: KeptDraft): Promise<unknown>;
  delete(id: string): Promise<void>;
}

/**
 * Settles the draft of a notice, by the notice's name: it goes when the hub has the notice (null), and otherwise is open
 * again with what is known.
 */
export async function settle(
  drafts: DraftStore,
  name: string,
  known: Pick<KeptDraft, "refused" | "mayStandAs"> | null,
): Promise<void> {
  for (const draft of await drafts.getAll()) {
    if (draft.sentAs !== name) continue;
    const { sentAs: _, ...open } = draft;
    if (known) await drafts.put({ ...open, ...known });
    else await drafts.delete(draft.id);
  }
}

/** What a template leaves out: what is of one case, and all that is of persons. */
const ofOneCase = [
  "persons",
  "passengers",
  "images",
  "references",
  "when",
  "case_reference",
  "expires",
  "embargo_until",
  "acknowledge_by",
  "reply",
] as const;

/** A draft as one begins others from it. */
export function asTemplate(written: Written): Written {
  const fields = Object.entries(written);
  return Object.fromEntries(
    fields.filter(([field, value]) => !ofOneCase.some((its) => its === field) && !isNothing(value)),
  );
}

export async function keepTemplate(kept: Kept, template: KeptTemplate): Promise<void> {
  await kept.put("templates", { ...template, written: asTemplate(template.written) });
}

export function keptTemplates(kept: Kept): Promise<KeptTemplate[]> {
  return kept.getAll("templates");
}

export async function eraseTemplate(kept: Kept, name: string): Promise<void> {
  await kept.delete("templates", name);
}
