import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { isNothing, type Written } from "../form/draft-path.ts";
import type { Kept, KeptDraft, KeptTemplate } from "./kept.ts";

/** The drafts that are still to be sent, the last changed first. */
export async function openDrafts(kept: Kept): Promise<KeptDraft[]> {
  const drafts = await kept.getAll("drafts");
  return drafts
    .filter(({ sentAs }) => sentAs === undefined)
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
export function isOther(standing: KeptDraft | undefined, known: KeptDraft | null): boolean {
  return standing?.changedAt !== known?.changedAt || standing?.sentAs !== undefined;
}

/** Keeps a draft in place of what was known under its id. Throws ChangedElsewhere when that stands no longer. */
export async function keepDraft(
  kept: Kept,
  draft: KeptDraft,
  known: KeptDraft | null,
): Promise<void> {
  const change = kept.transaction("drafts", "readwrite");
  const isChanged = isOther(await change.store.get(draft.id), known);
  if (!isChanged) await change.store.put(draft);
  await change.done;
  if (isChanged) throw new ChangedElsewhere();
}

/** Keeps a draft in place of whatever stands under its id, for a page that is just left. */
export async function keepLast(kept: Kept, draft: KeptDraft): Promise<void> {
  const change = kept.transaction("drafts", "readwrite");
  const putting = change.store.put(draft);
  // Without waiting for the answer: a page that is just left does not hear it, and would take the draft with it.
  change.commit();
  await Promise.all([putting, change.done]);
}

export async function eraseDraft(kept: Kept, id: string): Promise<void> {
  await kept.delete("drafts", id);
}

/** The store of drafts within a transaction. */
interface DraftStore {
  getAll(): Promise<KeptDraft[]>;
  put(draft: KeptDraft): Promise<unknown>;
  delete(id: string): Promise<void>;
}

/**
 * Settles the draft of a notice, by the notice's name: it goes when nothing was refused (null), and otherwise is open
 * again with the reasons.
 */
export async function settle(
  drafts: DraftStore,
  name: string,
  refused: readonly Violation[] | null,
): Promise<void> {
  for (const draft of await drafts.getAll()) {
    if (draft.sentAs !== name) continue;
    const { sentAs: _, ...open } = draft;
    if (refused) await drafts.put({ ...open, refused });
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
