import process from "node:process";
import { runService } from "@talanoa/platform/run-service.ts";
import { settings } from "./config.ts";
import { startIntake } from "./start-intake.ts";

await runService({ name: "alert-intake", settings, start: startIntake }, process);
