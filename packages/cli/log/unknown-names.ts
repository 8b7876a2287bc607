import type { HubClient } from "@talanoa/client/connect.ts";
import { listDirectory } from "@talanoa/client/directory.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";

interface AskedFor {
  readonly participant?: string | undefined;
  readonly principal?: string | undefined;
  readonly operation?: string | undefined;
}

/** Says of a question that found nothing whether it names whom the directory does not show: a typo, maybe. */
export async function sayUnknown(
  { terminal, signal }: Pick<Context, "terminal" | "signal">,
  hub: HubClient,
  asked: AskedFor,
): Promise<void> {
  for (const type of ["participant", "principal", "operation"] as const) {
    const name = asked[type] ?? "";
    if (name === "") continue;
    // Only a hint: the answer stands without it.
    const entries = await listDirectory(hub, type, { signal }).catch(() => []);
    const known = entries.map(({ entry }) => entry?.[type]?.id ?? "");
    if (entries.length === 0 || known.includes(name)) continue;
    const nearest = nearestWord(name, known);
    const meant = nearest ? ` Did you mean ${plain(nearest)}?` : "";
    terminal.say(`${plain(name)} is no ${type} that the directory shows you.${meant}\n`);
  }
}
