import type { FunctionComponent } from "preact";
import { lazy } from "preact-iso";
import { exec } from "preact-iso/router";
import { Trouble } from "./parts/trouble.tsx";
import type { Language } from "./words/words.ts";

type Role = "publisher" | "liaison" | "auditor" | "secretariat";

interface Page {
  /** As preact-iso writes paths; a page with several stands in the menu by the first. */
  readonly paths: readonly string[];
  readonly component: FunctionComponent & { readonly preload: () => Promise<unknown> };
  /** Brings its files, and shows nothing. */
  readonly fetch: () => Promise<unknown>;
  /** Its place in the menu; a page without one is reached from others. */
  readonly menu?: {
    readonly title: { readonly [Each in Language]: string };
    /** Whose work it is; everybody's when there are none. */
    readonly roles: readonly Role[];
  };
}

/** Every page, in the order of the menu. Who adds a page adds a row. */
export const pages: readonly Page[] = [
  {
    paths: ["/", "/feed"],
    ...page(() => import("./pages/feed/feed-page.tsx")),
    menu: { title: { en: "Feed", fr: "Fil" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/map"],
    ...page(() => import("./pages/map/map-page.tsx")),
    menu: { title: { en: "Map", fr: "Carte" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/search"],
    ...page(() => import("./pages/search/search-page.tsx")),
  },
  {
    paths: ["/operations"],
    ...page(() => import("./pages/operations/operations-page.tsx")),
    menu: {
      title: { en: "Operations", fr: "Opérations" },
      roles: ["liaison", "publisher", "secretariat"],
    },
  },
  {
    paths: ["/operations/:id"],
    ...page(() => import("./pages/operations/board-page.tsx")),
  },
  {
    paths: ["/requests"],
    ...page(() => import("./pages/requests/requests-page.tsx")),
    menu: { title: { en: "Requests", fr: "Demandes" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/flags"],
    ...page(() => import("./pages/flags/flags-page.tsx")),
    menu: { title: { en: "Risk flags", fr: "Signalements" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/publish"],
    ...page(() => import("./pages/publish/publish-page.tsx")),
    menu: { title: { en: "Publish", fr: "Publier" }, roles: ["publisher", "liaison"] },
  },
  {
    paths: ["/log", "/log/:side", "/log/trail/:origin/:id"],
    ...page(() => import("./pages/log/log-page.tsx")),
    menu: { title: { en: "Log", fr: "Journal" }, roles: ["auditor"] },
  },
  {
    paths: ["/notice/:origin/:id", "/notice/:origin/:id/:version"],
    ...page(() => import("./pages/notice/notice-page.tsx")),
  },
  {
    paths: ["/secretariat", "/secretariat/:side"],
    ...page(() => import("./pages/secretariat/secretariat-page.tsx")),
    menu: { title: { en: "Secretariat", fr: "Secrétariat" }, roles: ["secretariat"] },
  },
  {
    paths: ["/settings"],
    ...page(() => import("./pages/settings/settings-page.tsx")),
    menu: { title: { en: "Settings", fr: "Réglages" }, roles: [] },
  },
];

/** The pages of the menu for who has these roles. */
export function menuFor(roles: readonly string[]) {
  return pages.flatMap(({ paths: [path = "/"], menu }) => {
    const isTheirs =
      menu && (menu.roles.length === 0 || menu.roles.some((its) => roles.includes(its)));
    return isTheirs ? { path, title: menu.title } : [];
  });
}

/** A page that is loaded when it is first gone to. */
function page(
  load: () => Promise<{ default: FunctionComponent }>,
): Pick<Page, "component" | "fetch"> {
  const component = lazy(async () => {
    try {
      return await load();
    } catch (error) {
      // The link is down, or this release is no longer served.
      return { default: () => <Trouble error={error} again={() => location.reload()} /> };
    }
  });
  return { component, fetch: load };
}

/** Begins to load the page at a path. */
export function preloadPage(path: string): void {
  const its = pages.find(({ paths }) => paths.some((each) => exec(path, each)));
  void its?.component.preload();
}

/** What a browser says of its link; Firefox and Safari say nothing. */
interface LinkInfo {
  readonly saveData: boolean;
  readonly effectiveType: string;
}

/**
 * Brings one after the other the pages of who has these roles, so that they are there when they are gone to; only by a
 * link that is known to be fast: a slow one has better things to carry.
 */
export async function bringPages(roles: readonly string[]): Promise<void> {
  const { connection } = navigator as { connection?: LinkInfo };
  if (!connection || connection.saveData || connection.effectiveType !== "4g") return;
  const theirs = new Set(menuFor(roles).map(({ path }) => path));
  for (const { paths, menu, fetch } of pages)
    // One that does not come is asked for again when it is gone to.
    if (!menu || theirs.has(paths[0]!)) await fetch().catch(() => {});
}
