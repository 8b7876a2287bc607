import { type Accepted, publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { alertDraft } from "../../support/drafts.ts";
import type { TestHub } from "../../support/hub.ts";

/** A notice that was published, with a title that no other has. */
export interface Told {
  readonly title: string;
  readonly ref: NoticeRef;
  /** `FJ/0198…`. */
  readonly name: string;
  /** Path of its page. */
  readonly path: string;
  readonly accepted: Accepted;
}

let count = 0;

/** Publishes an alert as somebody; `more` adds or replaces fields of its draft. */
export async function tell(
  hub: TestHub,
  person: string,
  more: { readonly [field: string]: unknown } = {},
): Promise<Told> {
  const title = `Container ${++count} of ${Date.now()}`;
  const draft = alertDraft({ title, ...more });
  const accepted = await publish(await hub.as(person), { draft });
  const { ref } = accepted.publication;
  const name = `${ref.origin}/${ref.id}`;
  return { title, ref, name, path: `/notice/${name}`, accepted };
}
