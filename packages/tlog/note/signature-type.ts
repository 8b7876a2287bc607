/** The kinds of signatures that this package knows: signed-note's Ed25519 and cosignature/v1. */
export type SignatureType = "ed25519" | "cosignature/v1";

/** The byte of each kind in key texts and key ids (c2sp.org/signed-note). */
export const typeBytes = {
  ed25519: 0x01,
  "cosignature/v1": 0x04,
} satisfies Record<SignatureType, number>;

export function signatureTypeOf(byte: number | undefined): SignatureType | undefined {
  const types = Object.keys(typeBytes) as SignatureType[];
  return types.find((type) => typeBytes[type] === byte);
}
