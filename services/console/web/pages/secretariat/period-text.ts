import type { Period } from "@talanoa/contract/generated/talanoa.ts";
import { inLanguage } from "../../words/words.ts";
import { secretariatWords } from "./secretariat-words.ts";

/** `from 2025-01-01, before 2026-01-01`; the days are of UTC. */
export function periodText(period: Period | null): string {
  const words = inLanguage(secretariatWords);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const { from = 0, until = 0 } = period ?? {};
  if (from === 0 && until === 0) return words.always;
  return [from > 0 && words.fromDay(day(from)), until > 0 && words.beforeDay(day(until))]
    .filter(Boolean)
    .join(", ");
}
