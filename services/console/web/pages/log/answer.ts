import { type Signal, signal } from "@preact/signals";
import type { Session } from "../../session.ts";
import { type LogEntry, type LogQuestion, queryPage } from "@talanoa/client/log.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { LogArchive, Reason } from "@talanoa/contract/generated/talanoa.ts";

/** Rows of one page: each page is asked for, and recorded, when one comes to its end. */
const PAGE = 100;

/** The answer to one question, page by page as one reads. */
export interface Answer {
  readonly question: LogQuestion;
  readonly reason: Reason;
  readonly entries: Signal<readonly LogEntry[]>;
  readonly state: Signal<"asking" | "more" | "ended">;
  /** Why the last page did not come; null when it did. */
  readonly error: Signal<unknown>;
  readonly archives: Signal<readonly LogArchive[]>;
  /** Asks for the next page, once at a time; after an error for the same again. */
  more(): Promise<void>;
}

/** Asks the first page of a question. */
export function openAnswer(hub: Session["hub"], reason: Reason, question: LogQuestion): Answer {
  const told = new ToldArchives();
  let pageToken = "";
  const answer: Answer = {
    question,
    reason,
    entries: signal([]),
    state: signal("more"),
    error: signal(null),
    archives: signal([]),
    async more() {
      if (answer.state.value !== "more") return;
      answer.state.value = "asking";
      answer.error.value = null;
      try {
        const asked = { ...question, pageSize: PAGE, pageToken };
        const page = await queryPage(hub, reason, asked, { archived: told.add });
        pageToken = page.next;
        answer.entries.value = [...answer.entries.value, ...page.entries];
        answer.archives.value = told.all;
        answer.state.value = pageToken === "" ? "ended" : "more";
      } catch (error) {
        answer.error.value = error;
        answer.state.value = "more";
      }
    },
  };
  void answer.more();
  return answer;
}
