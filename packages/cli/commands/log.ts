import type { Command } from "commander";
import type { Context } from "../context.ts";
import { defineArchive } from "../log/archive.ts";
import { defineExport } from "../log/export.ts";
import { defineProve } from "../log/prove.ts";
import { defineQuery } from "../log/query.ts";
import { defineReport } from "../log/report.ts";
import { defineScrub } from "../log/scrub.ts";
import { defineStats } from "../log/stats.ts";
import { defineTrail } from "../log/trail.ts";
import { defineVerify } from "../log/verify.ts";

export function define(command: Command, context: Context): void {
  defineQuery(command, context);
  defineTrail(command, context);
  defineProve(command, context);
  defineVerify(command, context);
  defineExport(command, context);
  defineStats(command, context);
  defineReport(command, context);
  defineScrub(command, context);
  defineArchive(command, context);
}
