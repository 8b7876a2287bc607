import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { megabytes, Progress, progressLine } from "./progress.ts";
import { keptTerminal } from "./testing/terminal.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a line says how far it is, and in what it counts", () => {
  expect(progressLine(667, 2_000, 850)).toBe("[########----------------] 667 of 2000 · 850/s");
  expect(progressLine(41_000, 82_000, 4_100, megabytes)).toBe(
    "[############------------] 0.0 of 0.1 MB · 0.0 MB/s",
  );
  expect(progressLine(2_500_000, null, 31_200_000, megabytes)).toBe("2.5 MB done · 31 MB/s");
});

test("what is over at once shows no line, and what takes longer one that fits the terminal", () => {
  const terminal = keptTerminal({ errIsPerson: true, columns: 60 });
  using progress = new Progress(terminal, 5_000_000, megabytes);
  progress.show(1_000_000, "packed/2026/monday-morning.edi");
  progress.clear();
  expect(terminal.written.err).toBe("");
  vi.advanceTimersByTime(2_000);
  progress.show(4_000_000, "packed/2026/monday-morning.edi");
  expect(terminal.written.err).toBe(
    "\r\u001b[K[###################-----] 4.0 of 5.0 MB · 2.0 MB/s · pack…",
  );
});
