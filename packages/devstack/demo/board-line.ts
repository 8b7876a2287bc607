/** One notice on the board. */
export interface BoardLine {
  readonly at: Date;
  readonly publisher: string;
  /** As TLP 2.0 writes it: `TLP:AMBER`. */
  readonly marking: string;
  readonly precedence: string;
  readonly title: string;
  /** Who is to receive it, by code. */
  readonly receivers: readonly string[];
  /** Who has received it. */
  readonly arrived: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
}

type Format = "bold" | "dim" | "red" | "yellow" | "green" | "white" | "cyan";

/** Dresses a text for a terminal; gives it back unchanged where there are no colours. */
export type Dress = (format: Format, text: string) => string;

interface Piece {
  readonly text: string;
  readonly format?: Format;
}

const precedenceMarks: { readonly [precedence: string]: string } = {
  flash: "!!!",
  immediate: "!!",
  priority: "!",
};
const LABEL_WIDTH = "AMBER+STRICT".length;
const TIME = "00:00:00 ";
const BEFORE_TITLE = "OCO !!! ".length + LABEL_WIDTH + 1;
const ALL_RECEIVERS = "25/25 ".length + 25 * 3 + 1;
const SHORT_RECEIVERS = "24/25 not yet TV +22 ".length;
/** In fewer columns the time has no room. */
const WITH_TIME = 75;

/** The head of the board. */
export function boardHead(columns: number): string {
  return fitted(
    [
      { text: timed(columns, "time".padEnd(TIME.length)) },
      { text: "from     " + "TLP".padEnd(LABEL_WIDTH) },
      { text: "notice".padEnd(titleWidth(columns) + 1) + "received by (✓ acknowledged)" },
    ],
    columns,
    (_, text) => text,
  );
}

/**
 * A line of the board, at most so many columns wide. A receiver that has nothing yet is `··`; where
 * there is no room for all receivers, it says who has nothing yet, and how many acknowledged.
 */
export function boardLine(line: BoardLine, columns: number, dress: Dress): string {
  const { publisher, marking, precedence, title, receivers, arrived, acknowledged } = line;
  const width = titleWidth(columns);
  const others = [...arrived].filter((code) => !receivers.includes(code));
  const there = receivers.filter((code) => arrived.has(code)).length;
  const before: Piece[] = [
    { text: timed(columns, `${line.at.toTimeString().slice(0, 8)} `), format: "dim" },
    { text: publisher.padEnd(4), format: "bold" },
    { text: (precedenceMarks[precedence] ?? "").padEnd(4), format: "red" },
    { text: marking.replace("TLP:", "").padEnd(LABEL_WIDTH + 1), format: colourOf(marking) },
    { text: `${cut(title, width).padEnd(width)} ` },
    { text: `${there}/${receivers.length}`, format: "dim" },
  ];
  const leaked = others.map((code): Piece => ({ text: ` ${code}?!`, format: "red" }));
  const whole = [...before, ...receivers.map((code) => stateOf(code, line)), ...leaked];
  if (widthOf(whole) <= columns) return fitted(whole, columns, dress);
  const missing = receivers.filter((code) => !arrived.has(code));
  const known = [...before, ...leaked];
  const acks: Piece[] =
    acknowledged.size > 0 ? [{ text: ` ${acknowledged.size}✓`, format: "cyan" }] : [];
  const room = columns - widthOf([...known, ...acks]);
  const least = notYet(missing, 0);
  // Who has it not yet comes before how many acknowledged.
  return least.length <= room
    ? fitted([...known, ...acks, { text: notYet(missing, room) }], columns, dress)
    : fitted([...known, { text: notYet(missing, columns - widthOf(known)) }], columns, dress);
}

/** Who has nothing yet: as many as there is room for, at least one, and how many more. */
function notYet(missing: readonly string[], room: number): string {
  if (missing.length === 0) return " all";
  const whole = ` not yet ${missing.join(" ")}`;
  if (whole.length <= room || missing.length === 1) return whole;
  let text = "";
  for (let shown = 1; shown < missing.length; shown++) {
    const more = ` not yet ${missing.slice(0, shown).join(" ")} +${missing.length - shown}`;
    if (shown > 1 && more.length > room) break;
    text = more;
  }
  return text;
}

function stateOf(code: string, { arrived, acknowledged }: BoardLine): Piece {
  if (!arrived.has(code)) return { text: " ··", format: "dim" };
  return acknowledged.has(code) ? { text: ` ${code}✓`, format: "cyan" } : { text: ` ${code}` };
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

function titleWidth(columns: number): number {
  const room = columns - timed(columns, TIME).length - BEFORE_TITLE;
  return Math.max(Math.min(24, room - SHORT_RECEIVERS), Math.min(72, room - ALL_RECEIVERS));
}

function timed(columns: number, text: string): string {
  return columns < WITH_TIME ? "" : text;
}

/** The colours by which FIRST has the labels shown. */
function colourOf(marking: string): Format {
  if (marking === "TLP:RED") return "red";
  if (marking.startsWith("TLP:AMBER")) return "yellow";
  return marking === "TLP:GREEN" ? "green" : "white";
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

/** Cuts before dressing, so that a colour code never counts as width and is never cut through. */
function fitted(pieces: readonly Piece[], columns: number, dress: Dress): string {
  const whole = widthOf(pieces);
  let room = whole > columns ? columns - 1 : columns;
  let line = "";
  for (const { text, format } of pieces) {
    const shown = text.slice(0, room);
    line += format && shown.trim() !== "" ? dress(format, shown) : shown;
    room -= shown.length;
  }
  return whole > columns ? `${line}…` : line.trimEnd();
}
