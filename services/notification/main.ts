import process from "node:process";
import { runService } from "@talanoa/platform/run-service.ts";
import { settings } from "./config.ts";
import { startNotification } from "./start-notification.ts";

await runService({ name: "notification", settings, start: startNotification }, process);
