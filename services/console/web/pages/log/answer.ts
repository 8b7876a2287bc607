import { type Signal, signal } from "@preact/signals";
import { type LogEntry, type LogQuestion, queryPage } from "@talanoa/client/log.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { LogArchive, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { openPaged, type Paged } from "../../parts/paged.ts";
import type { Session } from "../../session.ts";

/** Rows of one page: each page is asked for, and recorded, when one comes to its end. */
const PAGE = 100;

/** The answer to one question. */
export interface Answer extends Omit<Paged<LogEntry>, "items"> {
  readonly question: LogQuestion;
  readonly reason: Reason;
  /** When it was asked, Unix ms. */
  readonly at: number;
  readonly entries: Signal<readonly LogEntry[]>;
  readonly archives: Signal<readonly LogArchive[]>;
}

/** Asks the first page of a question. */
export function openAnswer(hub: Session["hub"], reason: Reason, question: LogQuestion): Answer {
  const told = new ToldArchives();
  const archives = signal<readonly LogArchive[]>([]);
  const { items: entries, ...paged } = openPaged(async (pageToken) => {
    const asked = { ...question, pageSize: PAGE, pageToken, withErasing: true };
    const page = await queryPage(hub, reason, asked, { archived: told.add });
    archives.value = told.all;
    return { items: page.entries, next: page.next };
  });
  return { ...paged, question, reason, at: Date.now(), entries, archives };
}
