import { type Signal, signal } from "@preact/signals";
import type { Fate } from "@talanoa/client/deliver.ts";
import { type Publication, refText } from "@talanoa/client/publication.ts";
import { useEffect, useState } from "preact/hooks";
import { browserStore } from "../../../browser-store.ts";
import { eraseUnanswered } from "../../../parts/unanswered.ts";
import type { Session } from "../../../session.ts";
import { eraseWithdrawals } from "../../notice/withdrawal.ts";
import { type BrowserOutbox, browserOutbox } from "./browser-outbox.ts";
import { keptTemplates, openDrafts, takeUpLeft } from "./drafts.ts";
import {
  eraseKept,
  type Kept,
  type KeptDraft,
  type KeptTemplate,
  type Officer,
  openKept,
} from "./kept.ts";
import { type Sending, startSending } from "./sending.ts";

/** What an officer has on this device, and what is on its way from here. */
export interface Desk {
  readonly kept: Kept;
  readonly outbox: BrowserOutbox;
  readonly sending: Sending;
  readonly drafts: Signal<readonly KeptDraft[]>;
  readonly templates: Signal<readonly KeptTemplate[]>;
  readonly waiting: Signal<readonly Publication[]>;
  /** What became of notices since the page was opened, by their names, the last told first. */
  readonly fates: Signal<readonly Told[]>;
  /** Why something could not be kept last; null when all could. */
  readonly trouble: Signal<unknown>;
  /** Takes up what pages left, and reads again what is kept. Where the former fails, as on a full disk, `trouble` tells. */
  refresh(): Promise<void>;
  /** Erases all of it, also what waits to be sent, and withdrawals and what this window's dialogs sent without a receipt. */
  erase(): Promise<void>;
}

/** A notice that was sent from here, and what became of it last. */
export interface Told {
  readonly publication: Publication;
  readonly fate: Fate;
}

export type DeskState =
  | { readonly kind: "opening" }
  | { readonly kind: "open"; readonly desk: Desk }
  /** The browser keeps nothing: its storage is full, or it is told not to. */
  | { readonly kind: "failed"; readonly error: unknown };

/** Whether what is kept waits to be opened until a window with an earlier release of the console is closed. */
export const isBlocked = signal(false);

const desks = new Map<string, Promise<Desk>>();

/** The desk of an officer: one in a tab, which sends what waits for as long as the tab is there. */
export function deskOf(hub: Session["hub"]): Promise<Desk> {
  const { participant, principal } = hub.identity;
  const name = `${participant}:${principal}`;
  const known = desks.get(name);
  if (known) return known;
  const opening = openDesk({ participant, principal }, hub);
  desks.set(name, opening);
  opening.catch(() => desks.delete(name));
  return opening;
}

async function openDesk(officer: Officer, hub: Session["hub"]): Promise<Desk> {
  const kept = await openKept(officer, () => (isBlocked.value = true));
  isBlocked.value = false;
  const outbox = browserOutbox(kept, navigator.locks);
  const drafts = signal<readonly KeptDraft[]>([]);
  const templates = signal<readonly KeptTemplate[]>([]);
  const waiting = signal<readonly Publication[]>([]);
  const fates = signal<readonly Told[]>([]);
  const trouble = signal<unknown>(null);
  const failed = (error: unknown) => (trouble.value = error);
  let notTakenUp: unknown = null;
  async function refresh(): Promise<void> {
    await takeUpLeft(kept).then(
      () => {
        // What went wrong elsewhere is told on.
        if (trouble.peek() === notTakenUp) trouble.value = null;
      },
      (error: unknown) => failed((notTakenUp = error)),
    );
    drafts.value = await openDrafts(kept);
    templates.value = await keptTemplates(kept);
    waiting.value = await outbox.waiting();
  }
  async function erase(): Promise<void> {
    await eraseKept(kept);
    eraseWithdrawals(officer, browserStore);
    eraseUnanswered(officer);
    fates.value = [];
    await refresh();
  }
  const sending = startSending(
    { hub, outbox },
    {
      onFate(publication, fate) {
        const name = refText(publication.ref);
        const others = fates.value.filter((told) => refText(told.publication.ref) !== name);
        fates.value = [{ publication, fate }, ...others];
        refresh().catch(failed);
      },
      onWaiting: (its) => (waiting.value = its),
      onTrouble: failed,
    },
    window,
  );
  // Another tab may have changed it.
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh().catch(failed);
  });
  await refresh();
  return { kept, outbox, sending, drafts, templates, waiting, fates, trouble, refresh, erase };
}

/** The desk of who is signed in, as it opens. */
export function useDesk(hub: Session["hub"]): DeskState {
  const [state, setState] = useState<DeskState>({ kind: "opening" });
  useEffect(() => {
    let isShown = true;
    deskOf(hub).then(
      (desk) => isShown && setState({ kind: "open", desk }),
      (error: unknown) => isShown && setState({ kind: "failed", error }),
    );
    return () => {
      isShown = false;
    };
  }, [hub]);
  return state;
}
