import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { listened } from "./link.ts";
import { Trouble } from "./parts/trouble.tsx";
import { Loading } from "./parts/waiting.tsx";
import { LanguageSwitch } from "./preferences.tsx";
import { type Session, SessionProvider } from "./session.ts";
import { shellWords } from "./shell-words.ts";
import { inLanguage } from "./words/words.ts";

type State =
  | { readonly kind: "opening" }
  | { readonly kind: "signed-out" }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "signed-in"; readonly session: Session };

/** Shows the pages to who is signed in, and to others how to do that. */
export function Gate({
  openSession,
  children,
}: {
  /** Gives null when nobody is signed in. */
  readonly openSession: () => Promise<Session | null>;
  readonly children: ComponentChildren;
}) {
  const [state, setState] = useState<State>({ kind: "opening" });
  const open = useCallback(() => {
    setState({ kind: "opening" });
    openSession().then(
      (its) =>
        setState(
          its
            ? { kind: "signed-in", session: { ...its, hub: listened(its.hub) } }
            : { kind: "signed-out" },
        ),
      (error: unknown) => setState({ kind: "failed", error }),
    );
  }, [openSession]);
  useEffect(open, [open]);
  const hasFailed = state.kind === "failed";
  useEffect(() => {
    if (hasFailed) addEventListener("online", open, { once: true });
    return () => removeEventListener("online", open);
  }, [hasFailed, open]);
  switch (state.kind) {
    case "opening":
      return <Loading />;
    case "signed-out":
      return <SignIn />;
    case "failed":
      return (
        <main class="gate">
          <Trouble error={state.error} again={open} />
        </main>
      );
    case "signed-in":
      return <SessionProvider value={state.session}>{children}</SessionProvider>;
  }
  return state satisfies never;
}

function SignIn() {
  const words = inLanguage(shellWords);
  return (
    <main class="gate">
      <h1 class="gate-name">Talanoa</h1>
      <p>{words.product}</p>
      <a class="button button-main" href={signInPath()}>
        {words.signIn}
      </a>
      <p class="quiet">{words.signInHint}</p>
      <LanguageSwitch />
    </main>
  );
}

/** Where one signs in, to come back to this page. */
export function signInPath(): string {
  return `/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`;
}
