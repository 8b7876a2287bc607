import { join } from "node:path";
import type { ServiceSpec } from "../services-table.ts";

const entry = join(import.meta.dirname, "service.ts");

export const smallServices: readonly ServiceSpec[] = [
  { name: "first", entry, database: "first" },
  { name: "second", entry, hubKey: true, dataFolder: true },
];
