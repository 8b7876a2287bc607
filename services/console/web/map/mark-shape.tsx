import { Precedence, Tlp } from "@talanoa/contract/generated/talanoa.ts";

/** Outlines around the middle, for a radius of 12: told by form, not by colour alone. */
const outlines: { readonly [precedence: number]: string } = {
  [Precedence.ROUTINE]: "M-11,0a11,11 0 1,0 22,0a11,11 0 1,0 -22,0Z",
  [Precedence.PRIORITY]: "M-11,-11H11V11H-11Z",
  [Precedence.IMMEDIATE]: "M0,-15L14.5,10.5H-14.5Z",
  [Precedence.FLASH]:
    "M0,-16L4.3,-8.2L13,-11L9.3,-2.6L16,3.6L7.2,5.2L6.9,14.4L0,8.6L-6.9,14.4L-7.2,5.2L-16,3.6L-9.3,-2.6L-13,-11L-4.3,-8.2Z",
};

/** What stands in a mark for a TLP label. */
const letters: { readonly [label: number]: string } = {
  [Tlp.CLEAR]: "C",
  [Tlp.GREEN]: "G",
  [Tlp.AMBER]: "A",
  [Tlp.AMBER_STRICT]: "A+S",
  [Tlp.RED]: "R",
};

const classes: { readonly [label: number]: string } = {
  [Tlp.CLEAR]: "map-mark-clear",
  [Tlp.GREEN]: "map-mark-green",
  [Tlp.AMBER]: "map-mark-amber",
  [Tlp.AMBER_STRICT]: "map-mark-amber",
  [Tlp.RED]: "map-mark-red",
};

/** A mark: its form tells the precedence, its letters the TLP label or how many notices stand there. */
export function MarkShape({
  precedence,
  tlp,
  count = 1,
  isRough = false,
}: {
  readonly precedence: Precedence;
  readonly tlp: Tlp;
  readonly count?: number;
  /** Only the country of it is known. */
  readonly isRough?: boolean;
}) {
  const text = count > 1 ? String(count) : (letters[tlp] ?? "?");
  return (
    <svg class="map-mark-shape" width="36" height="36" viewBox="-18 -18 36 36" aria-hidden="true">
      <path
        class={`map-mark-outline ${classes[tlp] ?? ""} ${isRough ? "map-mark-rough" : ""}`}
        d={outlines[precedence] ?? outlines[Precedence.ROUTINE]}
      />
      <text
        class={`map-mark-letters ${classes[tlp] ?? ""} ${text.length > 2 ? "map-mark-long" : ""}`}
        y="4"
      >
        {text}
      </text>
    </svg>
  );
}
