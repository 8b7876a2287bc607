import process from "node:process";
import { runService } from "@talanoa/platform/run-service.ts";
import { settings, startLog } from "./start-log.ts";

await runService({ name: "audit-log", settings, start: startLog }, process);
