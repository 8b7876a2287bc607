import type { SlotKey } from "../keys/key-files.ts";
import { open, seal } from "@talanoa/platform/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import type { FlagDetails } from "./flag-details.ts";

type Row = ScreeningTables["flag"];

/** The columns of a flag's details, sealed. */
export function sealedDetails(
  { slot, bytes }: SlotKey,
  { participant, id }: Pick<Row, "participant" | "id">,
  details: FlagDetails,
): Pick<Row, "slot" | "details"> {
  const text = Buffer.from(JSON.stringify(details));
  return { slot, details: seal(bytes, labelOf(participant, id), text) };
}

/** The details of a flag; null once their key has been destroyed. */
export async function detailsOf(
  { keys }: Pick<Screening, "keys">,
  { participant, id, slot, details }: Pick<Row, "participant" | "id" | "slot" | "details">,
): Promise<FlagDetails | null> {
  const key = await keys.opening(participant, "flag", slot);
  if (!key) return null;
  return JSON.parse(open(key, labelOf(participant, id), details).toString()) as FlagDetails;
}

function labelOf(participant: string, id: string): string {
  return `flag ${participant} ${id}`;
}
