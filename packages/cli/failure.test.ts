import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { NotCosigned } from "@talanoa/tlog/note/open-checkpoint.ts";
import { expect, test } from "vitest";
import { Interrupted, OutputClosed } from "./context.ts";
import { failureOf } from "./failure.ts";
import { fateExitCode, worse } from "./fate.ts";
import { UsageError } from "./usage-error.ts";

test.each<[HubErrorCode, number]>([
  ["invalid-argument", 1],
  ["conflict", 1],
  ["not-found", 3],
  ["unauthenticated", 4],
  ["permission-denied", 4],
  ["internal", 70],
  ["resource-exhausted", 75],
  ["unavailable", 75],
])("the hub's %s ends the command with %i", (code, exitCode) => {
  expect(failureOf(new HubError(code, "why")).exitCode).toBe(exitCode);
});

test("what was not found is to be looked for where the command looks", () => {
  const hintOf = (command: string) => failureOf(new HubError("not-found", "no"), command).lines[1];
  expect(hintOf("profile")).toContain("`talanoa profile list`");
  expect(hintOf("log")).toContain("`talanoa log query`");
  expect(hintOf("show")).toContain("`talanoa list`");
});

test("each violation has a line with its field, what to do and the rule", () => {
  const violations = [
    { field: "when", rule: "when-required", description: "Say when it happened." },
    {
      field: "goods[0].hs_heading",
      rule: "hs-heading-format",
      description: "Two, four or six digits.",
    },
  ];
  const { lines, exitCode } = failureOf(new InvalidNotice(violations));
  expect(exitCode).toBe(2);
  expect(lines).toContain("  when                 Say when it happened. (when-required)");
  expect(lines).toContain("  goods[0].hs_heading  Two, four or six digits. (hs-heading-format)");
});

test("what is wrong with a list has a line for each fault, none of which can steer the terminal", () => {
  const advice = "Give one of: FJ/\u001b[2J";
  const { lines } = failureOf(
    new UsageError("nothing was imported\n  line 2\n  line\u001b[2J 3", advice),
  );
  expect(lines).toEqual([
    "talanoa: nothing was imported",
    "  line 2",
    "  line [2J 3",
    "Give one of: FJ/ [2J",
  ]);
});

test("an error of the hub cannot steer the terminal", () => {
  const { lines } = failureOf(new HubError("not-found", "x\u001b[2J\u202E"));
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a checkpoint that too few witnesses cosigned is for later, and no forgery", () => {
  const { exitCode, lines } = failureOf(new NotCosigned(["w1"], ["w2", "w3"], 2));
  expect(exitCode).toBe(75);
  expect(lines.join("\n")).toContain(
    "1 of 3 witnesses cosigned the checkpoint, where 2 must: missing w2, w3",
  );
  expect(lines.join("\n")).not.toContain("NOT GENUINE");
});

test("where another key signed than the one that was given, it is asked whether that is the right one", () => {
  const unknown = new TlogError("not-signed", "signed by A");
  for (const error of [unknown, new NotGenuine("kept: signed by A", { cause: unknown })])
    expect(failureOf(error)).toMatchObject({
      exitCode: 5,
      lines: [
        expect.stringContaining("signed by A"),
        expect.stringMatching(/^Is it the right key/),
      ],
    });
  expect(failureOf(new TlogError("root-mismatch", "no")).lines).toHaveLength(1);
});

test("wrong use, Ctrl-C and a reader that left each end in their own way", () => {
  expect(failureOf(new UsageError("no", "Do this."))).toEqual({
    exitCode: 2,
    lines: ["talanoa: no", "Do this."],
  });
  expect(failureOf(new Interrupted()).exitCode).toBe(130);
  expect(failureOf(new OutputClosed())).toEqual({ exitCode: 0, lines: [] });
});

test("a notice that waits is for later, unless a person must act", () => {
  const waiting = (code: HubErrorCode) =>
    fateExitCode({ kind: "waiting", reason: new HubError(code, "") });
  expect([waiting("unavailable"), waiting("internal"), waiting("unauthenticated")]).toEqual([
    75, 75, 4,
  ]);
});

test("of several notices the gravest outcome is the command's", () => {
  expect([worse(0, 75), worse(75, 1), worse(2, 1), worse(4, 0)]).toEqual([75, 1, 2, 4]);
});
