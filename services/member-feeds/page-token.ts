import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalidField } from "@talanoa/platform/errors.ts";

/** Tokens that say where a list goes on, to nobody but the hub: a place in the stream tells its volume. */
export interface PageTokens {
  /** `question` is what was asked, as bytes: the next page is asked for by the same. */
  seal(place: number, caller: Caller, question: Uint8Array): string;
  /** Throws `invalid-argument` unless this caller got the token for this question. */
  open(token: string, caller: Caller, question: Uint8Array): number;
}

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Page tokens under a key of 32 bytes, which all replicas share. */
export function pageTokens(key: Uint8Array): PageTokens {
  return {
    seal(place, caller, question) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(bound(caller, question));
      const text = Buffer.alloc(8);
      text.writeDoubleBE(place);
      const sealed = [nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString("base64url");
    },
    open(token, caller, question) {
      try {
        const sealed = Buffer.from(token, "base64url");
        if (sealed.toString("base64url") !== token) throw new RangeError("not as it was sealed");
        const nonce = sealed.subarray(0, NONCE_BYTES);
        const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
        const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(bound(caller, question))
          .setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(text), decipher.final()]).readDoubleBE();
      } catch {
        const rule = "give the token of the page before, with the same filter, or none";
        throw invalidField("page_token", "page-token", rule);
      }
    },
  };
}

function bound({ participant, principal }: Caller, question: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${participant}\n${principal}\n`), question]);
}
