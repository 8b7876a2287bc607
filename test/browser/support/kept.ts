import type { Page } from "playwright-core";

/**
 * Everything that a page shows and that the browser keeps for its origin, as text: the document, titles of tabs, local and
 * session storage, every database, every cache, the address and the history's state.
 */
export async function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, its: unknown) => {
        if (its instanceof ArrayBuffer) return new TextDecoder().decode(its);
        if (ArrayBuffer.isView(its)) return new TextDecoder().decode(its);
        if (its instanceof CryptoKey) return `key ${its.type}, extractable: ${its.extractable}`;
        return its;
      }) ?? "";
    const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no database")));
      });
    const parts = [
      document.documentElement.outerHTML,
      document.title,
      location.href,
      text(history.state),
      text(Object.entries(localStorage)),
      text(Object.entries(sessionStorage)),
    ];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const read = database.transaction(store).objectStore(store);
        parts.push(name!, store, text(await settled(read.getAllKeys())));
        parts.push(text(await settled(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        parts.push(request.url, (await (await cache.match(request))?.text()) ?? "");
      }
    }
    return parts.join("\n");
  });
}
