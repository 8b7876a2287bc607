import { type Accepted, publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { alertDraft } from "../../support/drafts.ts";
import type { PeopledHub } from "../../support/hub.ts";

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
  hub: PeopledHub,
  person: string,
  more: { readonly [field: string]: unknown } = {},
): Promise<Told> {
  const title = `Container ${++count} of ${Date.now()}`;
  return tellDraft(hub, person, { ...alertDraft(), title, ...more });
}

/** Publishes a draft of any kind as somebody. */
export async function tellDraft(
  hub: PeopledHub,
  person: string,
  draft: { readonly title: string },
): Promise<Told> {
  const accepted = await publish(await hub.as(person), { draft });
  const { ref } = accepted.publication;
  const name = `${ref.origin}/${ref.id}`;
  return { title: draft.title, ref, name, path: `/notice/${name}`, accepted };
}
