/**
 * Lets zod read without code that is made at run time: the content security policy forbids that, and the mere attempt,
 * which it makes with the first schema, would be reported. To be called before a page is loaded. It stands where zod
 * looks for its settings when a page that needs it brings it, so that no other page has to bring it.
 */
export function readWithoutEval(): void {
  const its = globalThis as { __zod_globalConfig?: object };
  its.__zod_globalConfig = Object.assign(its.__zod_globalConfig ?? {}, { jitless: true });
}
