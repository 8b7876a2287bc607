import type { Image } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { fromBase64 } from "@talanoa/crypto/bytes.ts";
import type { Draft } from "./draft.ts";
import { Findings } from "./findings.ts";
import { said } from "./said.ts";
import { stripImage, turnOf } from "./strip-image.ts";

/**
 * Images without metadata. The turn that a camera noted there would be lost: it is written into
 * the caption instead.
 */
export function imagesOf(images: NonNullable<Draft["images"]>): Init<Image>[] {
  const findings = new Findings();
  const composed = images.flatMap(({ content, media_type, caption }, index) => {
    const bytes = typeof content === "string" ? fromBase64(content) : content;
    const stripped = bytes && stripImage(bytes);
    if (!stripped) {
      findings.violation("draft-image", `images[${index}]`);
      return [];
    }
    const turn = turnOf(stripped.orientation);
    return said({
      mediaType: media_type ?? stripped.mediaType,
      content: stripped.content,
      caption: [caption, turn && `(${turn})`].filter(Boolean).join(" "),
    }) as Init<Image>;
  });
  findings.throwIfAny();
  return composed;
}
