import { join } from "node:path";
import type { ServiceSpec } from "../services-table.ts";

const entry = join(import.meta.dirname, "service.ts");

export const smallServices: readonly ServiceSpec[] = [
  { name: "first", entry, door: "log", database: "first" },
  { name: "second", entry, door: "intake", hubKey: true, dataFolder: true },
];
