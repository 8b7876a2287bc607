/** What a message, and a stream of them, may ask of whoever reads it. Sizes in bytes without separators and line breaks. */
export interface Limits {
  /** One segment. The longest that the guides foresee, a line of history, has some 1,000. */
  readonly segmentBytes: number;
  /** Components of one segment, over all its elements. */
  readonly segmentComponents: number;
  readonly messageBytes: number;
  readonly messageSegments: number;
  /** Segments of one traveller, of one PNR with its history, or of what stands before the first. */
  readonly groupSegments: number;
  /** Travellers of one message; a full flight has less than a thousand. */
  readonly messageTravellers: number;
  /** PNRs of one message; an empty one takes a kilobyte. */
  readonly messageBookings: number;
  /** Issues that are kept of one message; the rest is counted. */
  readonly messageIssues: number;
  /** Parts that one message may be sent in. */
  readonly parts: number;
  /** Messages of which some parts are awaited, at one time. */
  readonly openMessages: number;
  /** Bytes of all parts that wait for others, at one time. */
  readonly openBytes: number;
  readonly interchangeMessages: number;
  /** Bytes in a row, with separators and all, after which a stream of which no message is whole is given up. */
  readonly barrenBytes: number;
  /** The same in messages that are not whole and interchanges with issues. */
  readonly barrenReadings: number;
}

const MEBIBYTE = 1024 * 1024;

export const limits: Limits = {
  segmentBytes: 64 * 1024,
  segmentComponents: 8_192,
  messageBytes: 64 * MEBIBYTE,
  messageSegments: 4_000_000,
  groupSegments: 20_000,
  messageTravellers: 100_000,
  messageBookings: 60_000,
  messageIssues: 1_000,
  parts: 99,
  openMessages: 256,
  openBytes: 32 * MEBIBYTE,
  interchangeMessages: 10_000,
  barrenBytes: 96 * MEBIBYTE,
  barrenReadings: 10_000,
};
