import { signal } from "@preact/signals";
import { ErrorBoundary, Route, Router, useLocation } from "preact-iso";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Faults } from "./faults.tsx";
import { signInPath } from "./gate.tsx";
import { awaySince, signInEnded } from "./link.ts";
import { bringPages, menuFor, pages } from "./pages.tsx";
import { Empty } from "./parts/waiting.tsx";
import { Time } from "./parts/time.tsx";
import { LanguageSwitch, ThemeSwitch } from "./preferences.tsx";
import { sendWaiting } from "./send-waiting.ts";
import { useSession } from "./session.ts";
import { shellWords } from "./shell-words.ts";
import { SignOut } from "./sign-out.tsx";
import { inLanguage, labelled, language } from "./words/words.ts";

/** Whether a page is on its way. */
const busy = signal(false);

/** What stands around every page: the menu above, what is wrong with the link below it, then the page. */
export function Shell() {
  const words = inLanguage(shellWords);
  const { hub } = useSession();
  useEffect(() => sendWaiting(hub), [hub]);
  return (
    <div class="shell">
      <a class="shell-skip" href="#page">
        {words.skip}
      </a>
      <Header />
      {busy.value && <div class="shell-busy" />}
      <Banner />
      <main class="shell-main" id="page" tabIndex={-1}>
        <Pages />
      </main>
    </div>
  );
}

/** Milliseconds after which the first page has what it needs. */
const SETTLED = 8_000;

function Pages() {
  const { path, route } = useLocation();
  const { roles } = useSession().hub.identity;
  const [start] = menuFor(roles);
  const elsewhere = path === "/" && start && start.path !== "/" ? start.path : null;
  useEffect(() => {
    // Who has no feed begins with what is theirs.
    if (elsewhere) route(elsewhere, true);
  }, [elsewhere]);
  useEffect(() => {
    const later = setTimeout(() => void bringPages(roles), SETTLED);
    return () => clearTimeout(later);
  }, [roles]);
  if (elsewhere) return null;
  return (
    <Faults at={path}>
      <ErrorBoundary>
        <Router onLoadStart={() => (busy.value = true)} onLoadEnd={() => (busy.value = false)}>
          {pages.flatMap(({ paths, component }) =>
            paths.map((each) => <Route key={each} path={each} component={component} />),
          )}
          <Route default component={NoPage} />
        </Router>
      </ErrorBoundary>
    </Faults>
  );
}

function Header() {
  const words = inLanguage(shellWords);
  const { path } = useLocation();
  const { participant, principal, roles, office } = useSession().hub.identity;
  const menu = menuFor(roles);
  const nav = useRef<HTMLElement>(null);
  // Where the menu is wider than the screen, the page that one is on stands in its middle.
  useLayoutEffect(() => {
    const its = nav.current!;
    const sized = new ResizeObserver(() => {
      const at = its.querySelector<HTMLElement>("[aria-current]");
      if (at) its.scrollLeft = at.offsetLeft - (its.clientWidth - at.offsetWidth) / 2;
    });
    sized.observe(its);
    return () => sized.disconnect();
  }, [path, language.value]);
  return (
    <header class="shell-header">
      <a class="shell-name" href="/">
        Talanoa
      </a>
      <nav ref={nav} class="shell-menu" aria-label={words.menu}>
        {menu.map(({ path: its, title }) => (
          <a key={its} href={its} aria-current={isAt(path, its) ? "page" : undefined}>
            {title[language.value]}
          </a>
        ))}
      </nav>
      <div class="shell-tools">
        <span
          title={labelled(
            `${words.signedInAs} ${participant} (${principal})`,
            roles.map((role) => words.roles[role] ?? role).join(", "),
          )}
        >
          <strong>{participant}</strong> <span class="quiet shell-wide">{office}</span>
        </span>
        <LanguageSwitch />
        <ThemeSwitch />
        <SignOut />
      </div>
    </header>
  );
}

/** Whether a path belongs to a page of the menu; what stands under it does too. */
function isAt(path: string, its: string): boolean {
  if (its === "/") return path === "/" || path === "/feed";
  return path === its || path.startsWith(`${its}/`);
}

function Banner() {
  const words = inLanguage(shellWords);
  if (signInEnded.value) {
    return (
      <p class="shell-banner" role="alert">
        {words.signInEnded}{" "}
        <a href={signInPath()} target="_top">
          {words.signInAgain}
        </a>
      </p>
    );
  }
  const since = awaySince.value;
  return (
    <div role="status">
      {since !== null && (
        <p class="shell-banner">
          {words.offline} <Time at={since} />
        </p>
      )}
    </div>
  );
}

function NoPage() {
  const words = inLanguage(shellWords);
  return (
    <div class="page">
      <Empty title={words.noPage}>
        <a href="/">{words.toStart}</a>
      </Empty>
    </div>
  );
}
