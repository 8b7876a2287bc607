/** What one Member may have, and one transmission. */
export const most = {
  /** Each traveller is matched against all of them. */
  lists: 20,
  /** Profiles that screen: each traveller is asked about by all of them. */
  activeProfiles: 200,
  /** Steps that all of them take at most for one traveller, at 30 ns each: 2 s for a flight of 300. */
  activeCost: 200_000,
  /** Of a transmission, or of a message in parts: a few flights of the largest aircraft. What is read of one takes much more than its segment. */
  travellers: 20_000,
  /** PNRs, the same: each has a traveller, or is cancelled. An empty one takes four bytes to send and a kilobyte to read. */
  bookings: 20_000,
  /** Segments of a transmission: 16 MiB of real ones have some 600,000. */
  segments: 1_000_000,
  /** Places of the flights of a message, or legs of a PNR: what is said of each traveller looks at all of them. */
  places: 500,
  /** Documents of a traveller, and others who paid for one: a group that is booked as one has them all. */
  documents: 200,
  /** Names of a transmission, each in the traveller's and the documents' spellings: each is compared with all lists. */
  names: 60_000,
} as const;
