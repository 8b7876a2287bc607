import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import { tlpWords } from "@talanoa/contract/words.ts";
import { invalidField } from "@talanoa/platform/errors.ts";

/** More than any list of a filter needs: all countries there are. */
const MOST_OF_A_LIST = 300;
const MOST_TEXT = 200;
/** Codes of participants, countries, regions and classes of goods. */
const CODE = /^[A-Za-z0-9-]{1,64}$/;

/**
 * Throws `invalid-argument` for a filter that cannot be meant. It is put to every copy, so it is
 * bounded. A code that nothing has is no fault: it finds nothing.
 */
export function checkFilter(filter: FeedFilter | null): void {
  if (!filter) return;
  const { kinds, tlp, origins, countries, regions, commodityClasses, operations, text } = filter;
  const codes = { origins, countries, regions, commodity_classes: commodityClasses, operations };
  for (const [name, list] of Object.entries({ kinds, tlp, ...codes })) {
    if (list.length > MOST_OF_A_LIST) {
      throw fault(name, "list-length", `give at most ${MOST_OF_A_LIST}`);
    }
  }
  if (!kinds.every(isKnownKind)) throw fault("kinds", "kind-known", "give kinds of the contract");
  if (!tlp.every((label) => label in tlpWords)) {
    throw fault("tlp", "tlp-known", "give labels of the contract");
  }
  for (const [name, list] of Object.entries(codes)) {
    if (!list.every((code) => CODE.test(code))) {
      throw fault(name, "code-form", "give codes of letters, digits and dashes");
    }
  }
  if (text.length > MOST_TEXT) {
    throw fault("text", "text-length", `give at most ${MOST_TEXT} characters`);
  }
}

function fault(name: string, rule: string, description: string): Error {
  return invalidField(`filter.${name}`, rule, description);
}
