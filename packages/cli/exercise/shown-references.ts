import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionsOf } from "@talanoa/sharing/notice/open.ts";
import type { Inboxes } from "./check.ts";
import { isForOfficers } from "./draft-of.ts";
import type { Came, Inbox } from "./inbox.ts";
import type { Finding, Played } from "./played.ts";

/**
 * Whether each copy shows exactly those references whose notices its reader holds, as its writer does: one that is
 * shown to others tells of a notice that they were not sent.
 */
export function referenceFaults(played: readonly Played[], inboxes: Inboxes): Finding[] {
  return played.flatMap(({ inject, name, notice, again }) => {
    if (!name || !notice || again) return [];
    return [...inboxes.values()].flatMap((inbox) => {
      const copy = inbox.came.find((its) => its.name === name);
      if (!copy?.notice || inbox.participant === inject.publisher) return [];
      const shown = referredTo(copy.notice);
      const code = inbox.participant;
      const leaks = shown
        .filter((id) => !holds(inbox, played, id))
        .map((id) => `LEAK: ${code} was shown its reference to ${injectOf(played, id)}`);
      const writer = inboxes.get(inject.publisher);
      const missing = referredTo(notice)
        .filter((id) => !shown.includes(id) && hadBefore(inbox, played, id, copy))
        .filter((id) => writer && holds(writer, played, id) && !isOfficersOnly(played, id))
        .map(
          (id) => `${code} was not shown its reference to ${injectOf(played, id)}, which it holds`,
        );
      return [...leaks, ...missing].map((what) => ({ inject: inject.id, what }));
    });
  });
}

/** The ids of other notices that one refers to. */
function referredTo(notice: OpenedNotice): string[] {
  return sectionsOf(notice, SectionType.REFERENCE)
    .flatMap((its) => its.notice?.id ?? [])
    .filter((id) => id !== notice.header.id);
}

function holds(inbox: Inbox, played: readonly Played[], id: string): boolean {
  return isOwn(inbox, played, id) || inbox.came.some((its) => its.notice?.header.id === id);
}

/** Whether it held a notice when this copy came. */
function hadBefore(inbox: Inbox, played: readonly Played[], id: string, copy: Came): boolean {
  const before = inbox.came.slice(0, inbox.came.indexOf(copy));
  return isOwn(inbox, played, id) || before.some((its) => its.notice?.header.id === id);
}

function isOwn({ participant }: Inbox, played: readonly Played[], id: string): boolean {
  return played.some(({ ref }) => ref?.id === id && ref.origin === participant);
}

/** What only named officers of a participant may see, the participant does not hold: nor does who refers to it. */
function isOfficersOnly(played: readonly Played[], id: string): boolean {
  return played.some(({ ref, inject }) => ref?.id === id && isForOfficers(inject));
}

function injectOf(played: readonly Played[], id: string): string {
  return played.find(({ ref }) => ref?.id === id)?.inject.id ?? id;
}
