import process from "node:process";
import { runConsole } from "./server/run-console.ts";

await runConsole(process);
