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
    component: page(() => import("./pages/feed/feed-page.tsx")),
    menu: { title: { en: "Feed", fr: "Fil" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/map"],
    component: page(() => import("./pages/map/map-page.tsx")),
    menu: { title: { en: "Map", fr: "Carte" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/operations"],
    component: page(() => import("./pages/operations/operations-page.tsx")),
    menu: {
      title: { en: "Operations", fr: "Opérations" },
      roles: ["liaison", "publisher", "secretariat"],
    },
  },
  {
    paths: ["/operations/:id"],
    component: page(() => import("./pages/operations/board-page.tsx")),
  },
  {
    paths: ["/requests"],
    component: page(() => import("./pages/requests/requests-page.tsx")),
    menu: { title: { en: "Requests", fr: "Demandes" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/flags"],
    component: page(() => import("./pages/flags/flags-page.tsx")),
    menu: { title: { en: "Risk flags", fr: "Signalements" }, roles: ["liaison", "publisher"] },
  },
  {
    paths: ["/publish"],
    component: page(() => import("./pages/publish/publish-page.tsx")),
    menu: { title: { en: "Publish", fr: "Publier" }, roles: ["publisher", "liaison"] },
  },
  {
    paths: ["/log", "/log/:side", "/log/trail/:origin/:id"],
    component: page(() => import("./pages/log/log-page.tsx")),
    menu: { title: { en: "Log", fr: "Journal" }, roles: ["auditor"] },
  },
  {
    paths: ["/notice/:origin/:id", "/notice/:origin/:id/:version"],
    component: page(() => import("./pages/notice/notice-page.tsx")),
  },
  {
    paths: ["/secretariat", "/secretariat/:side"],
    component: page(() => import("./pages/secretariat/secretariat-page.tsx")),
    menu: { title: { en: "Secretariat", fr: "Secrétariat" }, roles: ["secretariat"] },
  },
  {
    paths: ["/settings"],
    component: page(() => import("./pages/settings/settings-page.tsx")),
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
function page(load: () => Promise<{ default: FunctionComponent }>): Page["component"] {
  return lazy(async () => {
    try {
      return await load();
    } catch (error) {
      // The link is down, or this release is no longer served.
      return { default: () => <Trouble error={error} again={() => location.reload()} /> };
    }
  });
}

/** Begins to load the page at a path. */
export function preloadPage(path: string): void {
  const its = pages.find(({ paths }) => paths.some((each) => exec(path, each)));
  void its?.component.preload();
}
