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
} as const;
