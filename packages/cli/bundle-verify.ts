import { type VerifiedVersion, verifyVersion } from "@talanoa/client/bundle.ts";
import { keyRing } from "@talanoa/client/key-ring.ts";
import { type Bundle, readBundle } from "./bundle-file.ts";
import type { Context } from "./context.ts";
import { type Json, noticeJson } from "./json.ts";
import type { KeysFile } from "./keys-file.ts";
import { noticeLines } from "./notice-page.ts";
import { plain } from "./plain-text.ts";
import { printJson } from "./print.ts";
import { sealedBy, sealedByJson } from "./sealed-by.ts";
import { styleOf } from "./style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/**
 * Verifies a bundle with given keys, or with its own, and prints what holds; needs neither hub nor identity.
 * Gives its versions. Throws NotGenuine, and UsageError for what is no bundle.
 */
export async function verifyBundle(
  context: Context,
  text: string,
  { file, given }: { readonly file: string; readonly given: KeysFile | null },
): Promise<VerifiedVersion[]> {
  const bundle: Bundle = readBundle(text, file);
  const { participants, hub } = given ?? bundle.keys;
  const keys = { participants: keyRing(participants), hub };
  const verified: VerifiedVersion[] = [];
  for (const version of bundle.versions) verified.push(await verifyVersion(version, keys));
  if (context.options.json) {
    await printJson(
      context,
      verified.map((version) => versionJson(version, given !== null)),
    );
    return verified;
  }
  const { terminal } = context;
  const pages = verified.map((version) => versionLines(version, given !== null, context));
  await terminal.write(`${pages.map((lines) => lines.join("\n")).join("\n\n")}\n`);
  return verified;
}

function versionLines(version: VerifiedVersion, isGiven: boolean, context: Context): string[] {
  const { terminal } = context;
  const { good } = styleOf(terminal);
  const { notice, signsOnly } = version;
  const { header, sections, keyId } = notice;
  return [
    `${good("Genuine")}: signed by ${sealedBy(header.origin, signsOnly)}, key ${plain(keyId)}; ` +
      `each of its ${sections.length} sections is what was signed.`,
    ...basisOf(version, isGiven).map(plain),
    "",
    ...noticeLines(notice, terminal),
  ];
}

/** What the verdict rests upon, in sentences. */
function basisOf(version: VerifiedVersion, isGiven: boolean): string[] {
  const { acceptedAt, receiptKey, revokedFrom, notice } = version;
  const word = receiptKey
    ? `by the receipt that the hub signed with key ${receiptKey}.`
    : "by the word that came with the copy, which nobody signed.";
  const used = [notice.keyId, ...(receiptKey ? [receiptKey] : [])].join(" and ");
  return [
    `Accepted ${utcAndLocal(acceptedAt)}, ${word}`,
    revokedFrom === 0
      ? "By these keys its key is not revoked."
      : `Its key is revoked from ${utcAndLocal(revokedFrom)}: it is genuine because it was accepted before.`,
    isGiven
      ? "The keys are those that you gave."
      : `The keys are the bundle's own: compare ${used} with a list of keys that you trust, or give that by --keys.`,
  ];
}

function versionJson(version: VerifiedVersion, isGiven: boolean): Json {
  const { notice, acceptedAt, receiptKey, revokedFrom, signsOnly } = version;
  return {
    genuine: true,
    kind_of_file: "bundle",
    ...noticeJson(notice),
    accepted_at: isoTime(acceptedAt),
    accepted_by: receiptKey ? "receipt" : "word",
    receipt_key: receiptKey,
    ...sealedByJson(signsOnly),
    key_revoked_from: isoTime(revokedFrom),
    keys_of: isGiven ? "file" : "bundle",
  };
}
