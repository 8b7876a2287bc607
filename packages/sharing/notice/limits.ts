const DAY = 24 * 60 * 60 * 1000;

/** Sizes in bytes, lengths in UTF-16 units, times in ms. */
export const limits = {
  noticeSize: 512 * 1024,
  /** A header with all its digests has 3 KB: what it may hold besides is bounded before it is read. */
  headerSize: 8 * 1024,
  /** The body of a statement. */
  statementSize: 8 * 1024,
  digests: 64,
  /** Versions of one notice: each that corrects is decided by all before it. */
  versions: 100,
  images: 8,
  references: 16,
  imageSize: 200 * 1024,
  /** How old the id of a first version may be: an outbox may wait so long for its link. */
  idAge: 30 * DAY,
  /** How far a clock may be ahead. */
  clockAhead: 10 * 60 * 1000,
  /** A day begins up to 14 hours earlier in the Pacific than in UTC. */
  localDayAhead: 14 * 60 * 60 * 1000,
  /** 1900 to 2200. */
  earliest: Date.UTC(1900, 0, 1),
  latest: Date.UTC(2200, 0, 1),

  audienceParticipants: 200,
  audienceOfficers: 200,
  audienceGroups: 32,
  /** The record of routing names them for each participant, and must fit a header. */
  audienceOperations: 8,
  scenes: 50,
  transit: 50,
  goods: 100,
  containers: 100,
  persons: 100,
  passengers: 100,
  bags: 99,
  companies: 100,
  onward: 10,
  flagReasons: 15,
  flagTravellers: 1_000,
  /** How long after the arrival a risk flag expires unless it says so, and how long it may last at most. */
  flagLasts: 3 * DAY,
  flagLastsAtMost: 30 * DAY,
  /** How long what says that a flag is withdrawn may last after its issue. */
  withdrawnLasts: 60 * 60 * 1000,
  operationParticipants: 200,
  contactPoints: 100,
  results: 100,

  /** A name, a reference or the like. */
  shortText: 100,
  /** A title, a place's name, a caption. */
  lineText: 200,
  /** An address on the web. */
  addressText: 500,
  /** A description or a note. */
  paragraph: 2_000,
  /** The narrative. */
  longText: 20_000,
} as const;
