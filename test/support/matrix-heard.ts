import type { HubClient } from "@talanoa/client/connect.ts";
import { listDirectory } from "@talanoa/client/directory.ts";
import { listNotices, listOverdue, listRecalled, showNotice } from "@talanoa/client/notices.ts";
import { type Arrival, subscribe } from "@talanoa/client/subscribe.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { outcome } from "./matrix-doors.ts";
import type { Reader } from "./matrix-readers.ts";

/** Everything that a value holds, texts and bytes, as one text to be looked through. */
export function textIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (Array.isArray(value)) return value.map(textIn).join("\n");
  if (value instanceof Map) return textIn([...value]);
  if (typeof value === "object" && value !== null) return textIn(Object.values(value));
  return "";
}

/** What comes to somebody by a subscription, as it comes. */
export interface Heard extends AsyncDisposable {
  readonly copies: readonly Arrival["content"][];
}

/** Listens to a feed until it is disposed of; who may not hears nothing. */
export function hear(client: HubClient, name: string, fromStart: boolean): Heard {
  const copies: Arrival["content"][] = [];
  const feed = subscribe(client, { name, fromStart });
  const listening = (async () => {
    try {
      for await (const { number, content } of feed) {
        copies.push(content);
        feed.received(number);
      }
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "permission-denied") throw error;
    }
  })();
  return {
    copies,
    async [Symbol.asyncDispose]() {
      await feed[Symbol.asyncDispose]();
      await listening;
    },
  };
}

/** Whether a notice is among the copies. */
export function hasCopyOf({ copies }: Heard, { id }: NoticeRef): boolean {
  return copies.some(
    ({ copy }) => copy.notice && NoticeHeader.decode(copy.notice.header).id === id,
  );
}

/**
 * What each door gives that names no notice: lists of every kind, what is overdue or recalled, the directory, and where
 * else the identifiers of some notices stand.
 */
export async function enumerated(
  { client }: Reader,
  decoys: readonly NoticeRef[],
): Promise<{ readonly [door: string]: string }> {
  const of = async (call: Promise<unknown>) => textIn(await outcome(call));
  const list = (more: Parameters<typeof listNotices>[1]) =>
    of(Array.fromAsync(listNotices(client, more)));
  const alsoIn = () =>
    Promise.all(
      decoys.map((ref) => outcome(showNotice(client, ref).then((shown) => shown.alsoIn))),
    );
  return {
    list: await list({}),
    "list of all versions": await list({ allVersions: true }),
    "list of requests": await list({ requests: { asked: true } }),
    overdue: await of(listOverdue(client)),
    recalled: await of(listRecalled(client)),
    directory: await of(listDirectory(client)),
    "also in": textIn(await alsoIn()),
  };
}
