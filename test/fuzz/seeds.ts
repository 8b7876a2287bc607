import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  booking,
  flight,
  passenger,
  paxlst,
  pnrgov,
  push,
} from "@talanoa/passenger/testing/samples.ts";

// Third-party data: beside the repository, not in it.
const shared = join(import.meta.dirname, "../../../shared/passenger-data");
/** Longer ones leave too few inputs a second. */
const LONGEST = 32 * 1024;

const voyage = flight.map((segment) =>
  segment.startsWith("TDT")
    ? "TDT+20+V041+1++ZZL:::ZZ LINES+++9074729:146:11:OCEAN LANTERN:TON"
    : segment,
);
const history = [
  "ABI+4+:AKL",
  "DAT+T:050326:1120",
  "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y",
  "LTS+A",
];
const infant = ["TIF+TAUFA+MELE:IN:2", "SSR+INFT:HK:1:ZZ:::::TAUFA/MELE/01JAN26+::1"];

const own = [
  paxlst([...flight, ...passenger, ...passenger, "CNT+42:2"]),
  paxlst([...voyage, ...passenger, "CNT+42:1"], "PAXLST:D:12B:UN:IATA"),
  paxlst(["BGM+745+XF", ...flight.slice(1)], "PAXLST:D:02B:UN:IATA"),
  pnrgov([...push, ...booking]),
  pnrgov([...push, ...booking, ...infant, ...history, "SRC", "RCI+ZZ:QQ7X2B"], "15:1"),
];

/** Messages to begin from, one character a byte: the project's own, and those of others where they are at hand. */
export function seedMessages(): string[] {
  const others = globSync("{paxlst,pnrgov}/*", { cwd: shared })
    .sort()
    .map((file) => readFileSync(join(shared, file), "latin1"))
    .filter(({ length }) => length <= LONGEST);
  return [...own, ...others];
}
