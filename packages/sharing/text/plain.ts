const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * Text of others made harmless where it is shown as it comes: control characters, which could move a terminal's
 * cursor or change what was shown before, and marks that turn the direction of text, become spaces.
 */
export function plain(text: string): string {
  return text.replaceAll(CONTROLS, " ");
}
