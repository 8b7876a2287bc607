import process from "node:process";
import { runService } from "@talanoa/platform/run-service.ts";
import { settings } from "./config.ts";
import { startScreening } from "./start-screening.ts";

await runService(
  { name: "risk-profile", settings, start: (shell) => startScreening(shell, Date.now) },
  process,
);
