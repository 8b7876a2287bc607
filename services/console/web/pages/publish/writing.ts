import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { localDay } from "@talanoa/client/times.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Amending } from "./amend/amending.ts";
import { blankDraft } from "./form/blank.ts";
import { isNothing, kindOfPath, valueAt, withValue, type Written } from "../../words/draft-path.ts";
import { plainForm } from "./form/plain-form.ts";
import type { WrittenKind } from "./form/plan.ts";
import { writtenKinds } from "./form/plan.ts";
import type { KeptDraft } from "./kept/kept.ts";
import type { Examined } from "./send/examine.ts";

/** What an officer is writing. It outlives the page within the tab: who comes back finds it as it was. */
export interface Writing {
  /** Under which it is kept. */
  readonly id: Signal<string>;
  readonly written: Signal<Written>;
  readonly amending: Signal<Amending | null>;
  /** As it was opened from what is kept, or kept last; null while it is not kept. */
  readonly known: Signal<KeptDraft | null>;
  /** Whether it is a copy of a draft that was changed, sent or erased in another tab. */
  readonly isCopy: Signal<boolean>;
  /** The name of a notice that was made of it and taken back, which the hub may have; null for none. */
  readonly mayStandAs: Signal<string | null>;
  /** While something is being made for it of what the officer chose, such as a small picture: settles when it is in. */
  readonly making: Signal<Promise<boolean> | null>;
  /** Whether the officer has changed it since it was opened. */
  readonly changed: Signal<boolean>;
  /** What would come of it; null until that was looked at. */
  readonly examined: Signal<Examined | null>;
  /** What the hub said when it refused what was made of it. */
  readonly refused: Signal<readonly Violation[]>;
  /** Whether all that is wrong is shown, also at fields that were not written in yet. */
  readonly checked: Signal<boolean>;
  /** Paths of fields that were written in. */
  readonly touched: Signal<ReadonlySet<string>>;
  /** What is wrong, as far as it is to be shown. */
  readonly faults: ReadonlySignal<readonly Violation[]>;
}

function newWriting(kind: WrittenKind): Writing {
  const examined = signal<Examined | null>(null);
  const refused = signal<readonly Violation[]>(nothing);
  const checked = signal(false);
  const touched = signal<ReadonlySet<string>>(new Set());
  const faults = computed(() => {
    const found = (examined.value?.violations ?? []).map(atAskedField);
    const shown = checked.value
      ? found
      : found.filter(({ field }) => isTouched(field, touched.value));
    return [...refused.value, ...shown];
  });
  return {
    id: signal(crypto.randomUUID()),
    written: signal(blankDraft(kind, localDay(new Date()))),
    amending: signal<Amending | null>(null),
    known: signal<KeptDraft | null>(null),
    isCopy: signal(false),
    mayStandAs: signal<string | null>(null),
    making: signal<Promise<boolean> | null>(null),
    changed: signal(false),
    examined,
    refused,
    checked,
    touched,
    faults,
  };
}

/** What was found is told at the field that the form of one minute asks it in. */
function atAskedField(fault: Violation): Violation {
  return fault.rule === "what-required" ? { ...fault, field: "narrative.text" } : fault;
}

/** One list for all that nothing was refused of. */
const nothing: readonly Violation[] = [];

function isTouched(field: string, touched: ReadonlySet<string>): boolean {
  return [...touched].some((path) => path === field || path.startsWith(`${field}.`));
}

const writings = new Map<string, Writing>();

/** What the officer of this name is writing in this tab; an empty form of a kind at first. */
export function writingOf(officer: string, kind: WrittenKind = writtenKinds[0]): Writing {
  let writing = writings.get(officer);
  if (!writing) writings.set(officer, (writing = newWriting(kind)));
  return writing;
}

/** Opens a draft that is kept in place of what was written. */
export function open(writing: Writing, draft: KeptDraft): void {
  begin(writing, draft.written, draft);
  writing.id.value = draft.id;
  writing.known.value = { ...draft, written: writing.written.peek() };
}

/** Begins something in place of what was written, new or a draft; its short forms are written out, so that the form shows it all. */
export function begin(
  writing: Writing,
  written: Written,
  {
    amending,
    refused = nothing,
    isCopy,
    mayStandAs,
  }: Partial<Pick<KeptDraft, "amending" | "refused" | "isCopy" | "mayStandAs">> = {},
): void {
  writing.id.value = crypto.randomUUID();
  writing.written.value = plainForm(written);
  writing.amending.value = amending ?? null;
  writing.refused.value = refused;
  writing.examined.value = null;
  writing.known.value = null;
  writing.isCopy.value = isCopy === true;
  writing.mayStandAs.value = mayStandAs ?? null;
  writing.making.value = null;
  writing.changed.value = false;
  writing.checked.value = refused.length > 0;
  writing.touched.value = new Set();
}

/** Begins an empty form of a kind. */
export function beginKind(writing: Writing, kind: WrittenKind): void {
  begin(writing, blankDraft(kind, localDay(new Date())));
}

/** Goes on as another draft, with what is written in it. */
export function beginCopy(writing: Writing): void {
  writing.id.value = crypto.randomUUID();
  writing.known.value = null;
  writing.isCopy.value = true;
  writing.changed.value = true;
}

/** Puts what the officer wrote at a path; undefined takes the field away. */
export function write(writing: Writing, path: string, value: unknown): void {
  writing.written.value = withValue(writing.written.peek(), path, value);
  writing.touched.value = new Set([...writing.touched.peek(), path]);
  writing.changed.value = true;
  writing.refused.value = writing.refused.peek().filter(({ field }) => !field.startsWith(path));
}

/**
 * Adds to a list what is still being made, once it is there; not when something else is written by then. One at a time.
 *
 * @param made never rejects
 * @return whether it was added
 */
export function addMade(
  writing: Writing,
  path: string,
  made: Promise<readonly unknown[]>,
): Promise<boolean> {
  const adding = made.then((items) => {
    if (writing.making.peek() !== adding) return false;
    writing.making.value = null;
    const before = valueAt(writing.written.peek(), path);
    write(writing, path, [...(Array.isArray(before) ? before : []), ...items]);
    return true;
  });
  writing.making.value = adding;
  return adding;
}

/** The draft as it is to be kept; null where there is nothing of the officer's in it, or it is kept so already. */
export function keptOf(writing: Writing): KeptDraft | null {
  const { id, written, amending, changed, refused, known, isCopy, mayStandAs } = writing;
  if (!changed.value || isNothing(written.value)) return null;
  const its = known.value;
  const isSame =
    its?.written === written.value &&
    (its.amending ?? null) === amending.value &&
    (its.refused === refused.value || refused.value.length === 0);
  // Kept again it would be open again, though another tab has sent it meanwhile.
  if (isSame) return null;
  return {
    id: id.value,
    written: written.value,
    changedAt: Date.now(),
    ...(amending.value && { amending: amending.value }),
    ...(refused.value.length > 0 && { refused: refused.value }),
    ...(isCopy.value && { isCopy: true }),
    ...(mayStandAs.value !== null && { mayStandAs: mayStandAs.value }),
  };
}

/** What is wrong at a field, or at one within it that the page does not show on its own. */
export function faultAt(faults: readonly Violation[], path: string): Violation | undefined {
  return faults.find(({ field }) => field === path);
}

/** The field of a violation as a label knows it. */
export function labelPath({ field }: Violation): string {
  return kindOfPath(field);
}
