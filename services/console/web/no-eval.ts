import { config } from "zod/v4/core";

/**
 * Lets zod read without code that is made at run time: the content security policy forbids that, and the mere attempt,
 * which it makes with the first schema, would be reported. To be called before a page is loaded.
 */
export function readWithoutEval(): void {
  config({ jitless: true });
}
