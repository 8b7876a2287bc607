import { RecalledNotice } from "@talanoa/contract/generated/talanoa.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { printRecalled } from "./recalled-rows.ts";
import { keptTerminal } from "./testing/terminal.ts";

beforeAll(() => vi.stubEnv("TZ", "UTC"));

const recalled = [
  "019a0000-0000-7000-8000-00006fae1ca3",
  "019a0000-0000-7000-8000-00006fae1ca4",
].map((id, i) =>
  RecalledNotice.decode(
    RecalledNotice.encode({
      notice: { origin: "FJ", id, version: 0 },
      recalledAt: Date.UTC(2026, 6, 14, 9, 30 - i),
      exercise: i === 1,
    }),
  ),
);

async function printed(more: boolean, options: { json?: boolean } = {}) {
  const terminal = keptTerminal({ columns: 80 });
  await printRecalled({ terminal, options }, { recalled, more });
  return terminal.written;
}

test("what is to be destroyed has a table of its own, which says how it is answered", async () => {
  const { out, err } = await printed(false);
  expect(out.split("\n").map((line) => line.trim())).toEqual([
    "",
    "Recalled: destroy your copies, if you have any",
    "recalled              notice",
    "2026-07-14 09:30:00Z  FJ/6fae1ca3",
    "2026-07-14 09:29:00Z  FJ/6fae1ca4  EXERCISE",
    "",
  ]);
  expect(err).toBe(
    "When none is left, or none was ever given out to you, say so: talanoa destroyed NOTICE.\n",
  );
});

test("that there are more than the hub lists at once is said, to programs beside the lines", async () => {
  expect((await printed(true)).err).toContain("More was recalled: the newest are shown.");
  const { out, err } = await printed(true, { json: true });
  expect(err).toBe("More was recalled: the newest are shown.\n");
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      notice: "FJ/019a0000-0000-7000-8000-00006fae1ca3",
      of: "destruction",
      recalled_at: "2026-07-14T09:30:00.000Z",
      own: false,
      exercise: false,
    },
    expect.objectContaining({ of: "destruction", exercise: true }),
  ]);
});

test("nothing is said while no recall is open", async () => {
  const terminal = keptTerminal();
  await printRecalled({ terminal, options: {} }, { recalled: [], more: false });
  expect(terminal.written).toEqual({ out: "", err: "" });
});
