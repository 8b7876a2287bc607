const DIGEST_BYTES = 32;

/**
 * Copies SHA-256 digests, which stand one after the other, by their bytes in ascending order to a place of another
 * buffer. A few dozen are put in their places by their first four bytes, as numbers: half the time of sorting strings.
 */
export function copySorted(digests: Buffer, into: Buffer, at: number): void {
  const count = digests.length / DIGEST_BYTES;
  const firsts: number[] = [];
  const places: number[] = [];
  for (let place = 0; place < digests.length; place += DIGEST_BYTES) {
    const first = digests.readUInt32BE(place);
    let i = firsts.length;
    for (; i > 0; i--) {
      const other = firsts[i - 1]!;
      if (other < first || (other === first && compare(digests, places[i - 1]!, place) <= 0)) break;
      firsts[i] = other;
      places[i] = places[i - 1]!;
    }
    firsts[i] = first;
    places[i] = place;
  }
  for (let i = 0; i < count; i++)
    digests.copy(into, at + i * DIGEST_BYTES, places[i]!, places[i]! + DIGEST_BYTES);
}

function compare(digests: Buffer, one: number, other: number): number {
  const [oneEnd, otherEnd] = [one + DIGEST_BYTES, other + DIGEST_BYTES];
  return digests.compare(digests, other, otherEnd, one, oneEnd);
}
