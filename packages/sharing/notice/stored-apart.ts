import { Category } from "@talanoa/contract/generated/talanoa.ts";

/**
 * Whether sections of a category are stored on a subject of their own, once for all readers, so
 * that one delete erases them: personal and passenger data.
 */
export function isStoredApart(category: number): boolean {
  return category === Category.PERSONAL || category === Category.PASSENGER;
}
