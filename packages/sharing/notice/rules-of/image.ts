import type { Image } from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../limits.ts";
import { stripImage } from "../strip-image.ts";
import type { Checking } from "./checking.ts";
import { checkLine } from "./text.ts";

export function checkImage(image: Image, { findings, index }: Checking): void {
  const field = `images[${index}]`;
  checkLine(image.caption, `${field}.caption`, limits.lineText, findings);
  if (image.content.length > limits.imageSize) {
    findings.violation("image-size", field);
    return;
  }
  const stripped = stripImage(image.content);
  if (stripped?.mediaType !== image.mediaType) {
    findings.violation("image-type", `${field}.media_type`);
  }
  if (stripped && stripped.removed.length > 0) {
    findings.violation("image-metadata", field, `It has: ${stripped.removed.join(", ")}.`);
  }
}
