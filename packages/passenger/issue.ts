/** `error`: something of the message is lost or cannot be relied on. `warning`: all was read. */
export type Severity = "error" | "warning";

/** Everything that can be said about a message, with what it says. Never a value from the message. */
const sentences = {
  // The interchange.
  "no-interchange": ["error", "No UNB segment was found: this is not an EDIFACT interchange."],
  "missing-interchange-header": [
    "warning",
    "The message stands in no interchange: UNB is missing.",
  ],
  "missing-interchange-trailer": ["warning", "The interchange has no UNZ segment."],
  "wrong-service-string": [
    "warning",
    "UNA contradicts the separators that UNB uses; UNB was followed.",
  ],
  "message-count": ["warning", "The number of messages is not the one that the trailer states."],
  "control-reference": ["warning", "The reference in the trailer is not the one in the header."],
  "too-many-messages": [
    "error",
    "The interchange has more messages than allowed: the rest of it was refused.",
  ],
  "given-up": [
    "error",
    "For longer than allowed no message was whole: the rest of the data was not read.",
  ],
  "stray-segment": ["warning", "The segment stands outside a message and was left out."],
  // The message.
  "unknown-message": ["error", "The message is neither a PAXLST nor a PNRGOV and was not read."],
  "unknown-version": [
    "warning",
    "The message is of a version that the guides do not name; it was read all the same.",
  ],
  "cut-short": ["error", "The data ended before the message did."],
  "missing-trailer": ["warning", "The message has no UNT segment."],
  "segment-count": ["warning", "The number of segments is not the one that UNT states."],
  "traveller-count": [
    "warning",
    "The number of travellers is not the total that the message states.",
  ],
  "booking-count": ["warning", "The number of PNRs is not the total that the message states."],
  "message-too-long": ["error", "The message is longer than allowed and was refused."],
  "too-many-segments": ["error", "The message has more segments than allowed and was refused."],
  "too-many-repetitions": [
    "error",
    "A traveller or PNR has more segments than allowed: the message was refused.",
  ],
  "too-many-travellers": ["error", "The message has more travellers than allowed and was refused."],
  "too-many-bookings": ["error", "The message has more PNRs than allowed and was refused."],
  "more-issues": ["warning", "There are more issues than are listed."],
  "missing-segment": ["warning", "A segment that the guide requires is missing."],
  // The parts of a message.
  "missing-part": ["error", "Parts of the message did not come."],
  "repeated-part": ["warning", "A part of the message came more than once."],
  "too-many-parts": [
    "error",
    "The part has a higher number than is allowed and was not joined to others.",
  ],
  "bad-transfer": [
    "warning",
    "The transfer status in UNH is not a number with C for the first part or F for the last.",
  ],
  // Segments.
  "segment-too-long": ["error", "The segment is longer than allowed and was left out."],
  "too-many-components": [
    "error",
    "The segment has more components than allowed and was left out.",
  ],
  "bad-tag": ["warning", "The segment does not begin with a tag and was left out."],
  "unknown-segment": ["warning", "The guide does not foresee the segment here; it was left out."],
  "control-character": ["warning", "Control characters were left out of the segment."],
  "undeclared-charset": ["warning", "The text is of another character set than UNB declares."],
  // Values.
  "bad-date": ["warning", "The value is no date of the calendar in the format that is due."],
  "bad-time": ["warning", "The value is no time of a day; the date alone was taken."],
  "unknown-century": [
    "warning",
    "The date has no century, and the message has no flight date to tell it by.",
  ],
  "bad-number": ["warning", "The value is no number."],
  "bad-code": ["warning", "The value is no code of the list that is due."],
  "bad-country": ["warning", "The value is no country code of two or three letters."],
  "missing-name": ["error", "The traveller has no name."],
  "lost-name": [
    "error",
    "The segment that names a traveller is lost: what follows is of somebody else than what stands before.",
  ],
  "torn-name": [
    "error",
    "A separator cut the segment that names a traveller: what is behind it was left out.",
  ],
  "missing-number": ["warning", "The document has no number."],
  "unknown-traveller": ["warning", "The segment names a traveller that the PNR does not have."],
  "unpaired-place": [
    "warning",
    "A place of departure has no place of arrival, or the other way round.",
  ],
  "shifted-value": [
    "warning",
    "The value stands one component before its place; it was read there.",
  ],
} as const satisfies { readonly [code: string]: readonly [Severity, string] };

export type IssueCode = keyof typeof sentences;

/** With one of these a message does not say who all of its travellers are. */
const losing: ReadonlySet<IssueCode> = new Set(["lost-name"]);

/** Something that is wrong with a message or its envelope. */
export interface Issue {
  readonly severity: Severity;
  readonly code: IssueCode;
  readonly text: string;
  /** The tag of the segment; "" where it is about no segment. */
  readonly segment: string;
  /** The segment's number in its message, UNH being 1; in the interchange outside of messages. */
  readonly position: number;
  /** Element and component, counted from 1: `2.1`. */
  readonly element?: string;
  /** The part of a message that was sent in several. */
  readonly part?: number;
}

/** Where in a message an issue is. */
export interface Where {
  readonly tag: string;
  readonly position: number;
}

export function issueOf(code: IssueCode, where: Where, element?: string): Issue {
  const [severity, text] = sentences[code];
  const { tag, position } = where;
  return { severity, code, text, segment: tag, position, ...(element && { element }) };
}

/** The issues of one message, no more than a limit; the last then says that there are more. */
export class Issues {
  readonly list: Issue[] = [];
  #where: Where = { tag: "", position: 0 };
  readonly #limit: number;
  #isFull = false;
  #losesTravellers = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The segment that issues are about from now on. */
  at(tag: string, position: number): void {
    this.#where = { tag, position };
  }

  /** The number of the segment that issues are about. */
  get position(): number {
    return this.#where.position;
  }

  /** Whether one of them, kept or not, is that a traveller is lost in part. */
  get losesTravellers(): boolean {
    return this.#losesTravellers;
  }

  add(code: IssueCode, element?: string): void {
    this.addAt(this.#where, code, element);
  }

  /** As add, however many there are: what is said once of a message, and matters most. */
  insist(code: IssueCode): void {
    this.list.push(issueOf(code, this.#where));
  }

  addAt(where: Where, code: IssueCode, element?: string): void {
    if (losing.has(code)) this.#losesTravellers = true;
    if (this.list.length < this.#limit) this.list.push(issueOf(code, where, element));
    else if (!this.#isFull) {
      this.#isFull = true;
      this.list.push(issueOf("more-issues", where));
    }
  }
}
