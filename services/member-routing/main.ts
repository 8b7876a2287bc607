import process from "node:process";
import { runService } from "@talanoa/platform/run-service.ts";
import { settings } from "./config.ts";
import { startRouting } from "./start-routing.ts";

await runService(
  { name: "member-routing", settings, createsStream: true, start: startRouting },
  process,
);
