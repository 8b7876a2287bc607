import { publishStream } from "@talanoa/client/publish-stream.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { alertDraft } from "../../support/drafts.ts";
import type { PeopledHub } from "../../support/hub.ts";

/** Publishes so many alerts as somebody, on one call; the last has the highest number in its title. */
export async function tellMany(
  hub: PeopledHub,
  person: string,
  count: number,
  more: { readonly [field: string]: unknown },
): Promise<void> {
  const client = await hub.as(person);
  async function* sealed() {
    for (let i = 1; i <= count; i++) {
      const draft = alertDraft({ title: `Consignment ${i}`, ...more });
      yield (await sealDraft(client.identity, draft, Date.now())).publication;
    }
  }
  for await (const { answer } of publishStream(client, sealed())) {
    if (answer instanceof Error) throw answer;
  }
}
