import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Board, type Output } from "./board.ts";
import { boardHead, boardLine, type BoardLine } from "./board-line.ts";
import { members } from "./members.ts";

const codes = members.map(({ id }) => id);
const line: BoardLine = {
  at: new Date(2026, 0, 15, 4, 5, 6),
  publisher: "FJ",
  marking: "TLP:AMBER+STRICT",
  precedence: "immediate",
  title: "Cocaine landed by night at Vatia Wharf, semi-submersible suspected",
  receivers: ["AU", "FJ", "NZ"],
  arrived: new Set(["AU", "NZ"]),
  acknowledged: new Set(["NZ"]),
};
const plain = (_: string, text: string): string => text;

function output(terminal: { isTTY: boolean; columns?: number }): { out: Output; text(): string } {
  const out: Output = Object.assign(new PassThrough(), terminal);
  let text = "";
  out.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { out, text: () => text };
}

const ESCAPE = "\u001b";
const CLEAR = `${ESCAPE}[0J`;

/** What a terminal shows after these bytes: only what the board uses. */
function screen(bytes: string): string[] {
  const lines: string[] = [];
  for (const part of bytes.split(CLEAR)) {
    const up = /^(.*)\[(\d+)F$/s.exec(part);
    lines.push(
      ...stripVTControlCharacters(up?.[1] ?? part)
        .split("\n")
        .slice(0, -1),
    );
    if (up) lines.splice(lines.length - Number(up[2]));
  }
  return lines;
}

describe("A line of the board", () => {
  test("tells who sends what under which label, who has it and who acknowledged it", () => {
    expect(boardLine(line, 159, plain)).toBe(
      "04:05:06 FJ  !!  AMBER+STRICT Cocaine landed by night at Vatia Wharf, semi-s… 2/3 AU ·· NZ✓",
    );
  });

  test("says who has nothing yet where there is no room for all who have", () => {
    const all = { ...line, receivers: codes, arrived: new Set(codes) };
    expect(boardLine(all, 80, plain)).toMatch(/ 24\/24 1✓ all$/);
    const most = new Set(codes.filter((code) => code !== "TV"));
    expect(boardLine({ ...all, arrived: most }, 80, plain)).toMatch(/ 23\/24 1✓ not yet TV$/);
  });

  test("tells in 60 columns how many have it, and who has it not yet", () => {
    // One stays empty.
    const none = { ...line, arrived: new Set<string>(), acknowledged: new Set<string>() };
    expect(boardLine(none, 59, plain)).toBe("FJ  !!  AMBER+STRICT Cocaine landed b… 0/3 ·· ·· ··");
    expect(boardLine({ ...none, receivers: codes }, 59, plain)).toMatch(
      /… 0\/24 not yet [A-Z]{2} \+23$/,
    );
    const most = new Set(codes.filter((code) => code !== "TV"));
    const all = { ...line, receivers: codes, arrived: most, acknowledged: most };
    expect(boardLine(all, 59, plain)).toMatch(/… 23\/24 23✓ not yet TV$/);
    const half = new Set(codes.slice(0, 12));
    expect(boardLine({ ...all, arrived: half, acknowledged: half }, 59, plain)).toMatch(
      /… 12\/24 not yet [A-Z]{2} \+11$/,
    );
    expect(boardHead(59)).toMatch(/^from     TLP {9}notice +received by/);
  });

  test("shows a receiver that the plan does not name", () => {
    const leaked = { ...line, arrived: new Set(["AU", "FJ", "NZ", "NR"]) };
    expect(boardLine(leaked, 159, plain)).toMatch(/3\/3 AU FJ NZ✓ NR\?!$/);
  });

  test("is never wider than the terminal, with or without colours", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 260 }),
        fc.string({ maxLength: 120 }),
        fc.subarray(codes),
        (columns, title, arrived) => {
          const wide = { ...line, title, receivers: codes, arrived: new Set(arrived) };
          const shown = boardLine(wide, columns, plain);
          const coloured = boardLine(
            wide,
            columns,
            (_, text) => `${ESCAPE}[31m${text}${ESCAPE}[39m`,
          );
          expect(shown.length).toBeLessThanOrEqual(columns);
          expect(stripVTControlCharacters(coloured).trimEnd()).toBe(shown.trimEnd());
        },
      ),
    );
  });
});

describe("The board", () => {
  test("fills in receivers where the line stands, and keeps the lines in order", () => {
    const { out, text } = output({ isTTY: true, columns: 160 });
    const board = new Board(out);
    board.published("a", { ...line, title: "first" });
    board.published("b", { ...line, title: "second", receivers: ["CK"] });
    board.arrived("b", "CK");
    board.arrived("a", "FJ");
    board.settled("a");
    board.end();
    expect(screen(text()).map((shown) => shown.replace(/^.*(first|second) +/, "$1 "))).toEqual([
      "first 1/3 ·· FJ ··",
      "second 1/1 CK",
    ]);
  });

  test("writes each line once where there is no terminal", () => {
    const { out, text } = output({ isTTY: false });
    const board = new Board(out);
    for (let index = 0; index < 20; index++) {
      board.published(String(index), { ...line, title: `notice ${index}.` });
      board.arrived(String(index), "AU");
    }
    board.settled("15");
    board.end();
    expect(text()).not.toContain(ESCAPE);
    const lines = text().trimEnd().split("\n");
    expect(lines).toHaveLength(20);
    expect(lines.every((shown) => shown.includes("1/3 AU ·· ··"))).toBe(true);
    expect(new Set(lines).size).toBe(20);
  });
});
