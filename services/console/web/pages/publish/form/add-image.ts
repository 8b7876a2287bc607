import { limits } from "@talanoa/sharing/notice/limits.ts";
import { stripImage } from "@talanoa/sharing/notice/strip-image.ts";
import { shrinkImage } from "./shrink-image.ts";

/** An image as the draft takes it, and what was done to it. */
export type AddedImage =
  | {
      readonly kind: "added";
      readonly content: Uint8Array;
      readonly removed: readonly string[];
      readonly shrunk: boolean;
    }
  | { readonly kind: "unreadable" }
  | { readonly kind: "too-large" };

/** Takes the metadata out of a picture, and makes it smaller where it is too large to be sent. */
export async function addImage(
  file: Blob,
  shrink: typeof shrinkImage = shrinkImage,
): Promise<AddedImage> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const stripped = stripImage(bytes);
  if (!stripped) return { kind: "unreadable" };
  const { removed } = stripped;
  if (stripped.content.length <= limits.imageSize)
    // As it came: composing strips it, and keeps the turn that the camera noted.
    return {
      kind: "added",
      content: bytes.length <= limits.imageSize ? bytes : stripped.content,
      removed,
      shrunk: false,
    };
  const smaller = await shrink(file, limits.imageSize).catch(() => null);
  const clean = smaller && stripImage(smaller);
  if (!clean) return { kind: "too-large" };
  return { kind: "added", content: clean.content, removed, shrunk: true };
}
