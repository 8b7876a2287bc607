import type { Page } from "playwright-core";

/** Buttons that can do nothing now and cannot be read well: a contrast under 4.5 to 1. axe leaves them aside. */
export function faintButtons(page: Page): Promise<string[]> {
  return page.locator("button:disabled:visible").evaluateAll((buttons) => {
    // By WCAG 2.2, of sRGB: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    const luminance = (color: string) => {
      const [r, g, b] = color.match(/[\d.]+/g)!.map((each) => {
        const share = Number(each) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const isClear = (color: string) => /^rgba\(.*, 0\)$|transparent/.test(color);
    const ground = (its: Element | null): string => {
      if (!its) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(its);
      return isClear(backgroundColor) ? ground(its.parentElement) : backgroundColor;
    };
    return buttons.flatMap((each) => {
      const [dark, light] = [
        luminance(getComputedStyle(each).color),
        luminance(ground(each)),
      ].toSorted((one, other) => one - other);
      const contrast = (light! + 0.05) / (dark! + 0.05);
      return contrast < 4.5 ? [`${each.textContent}: contrast of ${contrast.toFixed(1)}`] : [];
    });
  });
}
