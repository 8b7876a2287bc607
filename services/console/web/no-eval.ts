/**
 * Lets zod read without code that is made at run time: the content security policy forbids that, and the mere attempt,
 * which it makes with the first schema, would be reported. To be called before a page is loaded. It stands where zod
 * looks for its settings when a page that needs it brings it, so that no other page has to bring it.
 */
export function readWithoutEval(): void {
  const settings = { jitless: true };
  Object.assign(globalThis, { __zod_globalConfig: settings });
}
