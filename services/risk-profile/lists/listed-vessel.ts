import type { ListedVessel as SentVessel } from "@talanoa/contract/generated/talanoa.ts";
import { isImoNumber, isMmsi } from "@talanoa/passenger/ship-numbers.ts";
import type { ListedVessel } from "@talanoa/passenger/watchlist/entry.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";
import { EntryRules, listedNames, type ReadEntry } from "./entry-rules.ts";

/** A vessel as sent, or the rules that the entry breaks; `field` is where it stands. */
export function readListedVessel(sent: SentVessel, field: string): ReadEntry<ListedVessel> {
  const rules = new EntryRules(field);
  const { id, names, imo, mmsi, callSign, flag } = sent;
  rules.demandIdentity(id, names);
  rules.demand(
    imo === "" || isImoNumber(imo),
    "imo",
    "entry-imo",
    "Give the IMO number as seven digits, the last one the check digit, or leave it empty.",
  );
  const isIdentity = mmsi === "" || isMmsi(mmsi);
  rules.demand(isIdentity, "mmsi", "entry-mmsi", "Give nine digits, or leave it empty.");
  rules.demand(
    /^[A-Z0-9 -]{0,12}$/i.test(callSign),
    "call_sign",
    "entry-call-sign",
    "Give letters and digits, up to twelve, or leave it empty.",
  );
  rules.demand(
    flag === "" || isCountry(flag),
    "flag",
    "entry-flag",
    "Give the flag as ISO 3166-1 alpha-2, or leave it empty.",
  );
  const { violations } = rules;
  if (violations.length > 0) return { violations };
  const entry = {
    kind: "vessel" as const,
    id,
    names: listedNames(names),
    ...(imo && { imo }),
    ...(mmsi && { mmsi }),
    ...(callSign && { callSign }),
    ...(flag && { flag }),
  };
  return { entry };
}
