import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { counted } from "@talanoa/contract/counted.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { gatherCast } from "../exercise/cast.ts";
import { minuteLength, scenarioClock } from "../exercise/clock.ts";
import { play } from "../exercise/play.ts";
import { prepare } from "../exercise/prepare.ts";
import { outcomeJson, playedJson, playedLine, summaryLines } from "../exercise/report.ts";
import { readScenario } from "../exercise/scenario.ts";
import { warningsOf } from "../exercise/warnings.ts";
import { exitCodes } from "../exit-code.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { UsageError } from "../usage-error.ts";

export function define(command: Command, context: Context): void {
  command
    .command("run")
    .description(
      "Play a scenario with the identities of its Members. All of it is flagged as an exercise: it never counts as real.",
    )
    .argument("<file>", "a scenario in JSON: docs/exercises.md documents the format")
    .option("--speed <times>", "so many times as fast as time, or max", speedOption, "max" as const)
    .option("--check", "compare who got what with what the scenario expects, and try every door")
    .action(
      async (
        file: string,
        { speed, check = false }: { speed: number | "max"; check?: boolean },
      ) => {
        const { terminal, options, signal } = context;
        const scenario = readScenario(await readFile(resolve(terminal.cwd, file), "utf8"), file);
        // It enters groups and agreements, so it is the Secretariat's to run.
        options.as ??= "oco-secretariat";
        await using session = await openSession(context);
        const say = (line: string) => void (options.json || terminal.say(`${line}\n`));
        await using cast = await gatherCast(
          dirname(session.stored.path),
          scenario.participants,
          session.hub,
        );
        say(
          `${scenario.title}: ${counted(scenario.injects.length, "inject")}, ${counted(scenario.participants.length, "Member")}.`,
        );
        for (const warning of warningsOf(scenario)) {
          if (options.json) await printJson(context, [{ warning }]);
          else terminal.say(`${plain(`Note: ${warning}`)}\n`);
        }
        await prepare(session.hub, scenario);
        const style = styleOf(terminal);
        const { played, findings } = await play({
          scenario,
          cast,
          clock: scenarioClock(Date.now(), minuteLength(speed)),
          checked: check,
          signal,
          report: say,
          onPlayed: (each) =>
            void (options.json
              ? printJson(context, [playedJson(each)])
              : terminal.write(`${playedLine(each, style)}\n`)),
        });
        const outcome = { played, findings, checked: check };
        if (options.json) {
          const found = findings.map(({ inject, what }) => ({ finding: what, inject }));
          await printJson(context, [...found, outcomeJson(outcome)]);
        } else await terminal.write(`${summaryLines(outcome, style).join("\n")}\n`);
        if (findings.length > 0) context.exitCode = exitCodes.refused;
      },
    );
}

function speedOption(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(text);
  if (speed > 0 && Number.isFinite(speed)) return speed;
  throw new UsageError(
    "--speed is a number or max",
    "60 lets an hour of the scenario last a minute.",
  );
}
