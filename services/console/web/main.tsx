import { render } from "preact";
import { App } from "./app.tsx";
import { openSession } from "./open-session.ts";
import { readWithoutEval } from "./no-eval.ts";
import { preloadPage } from "./pages.tsx";
import { show } from "./theme.ts";
import { language } from "./words/words.ts";

readWithoutEval();
show();
document.documentElement.lang = language.value;
// The page comes while the session is asked for: a round trip may take more than a second.
preloadPage(location.pathname);
render(<App openSession={openSession} />, document.getElementById("app")!);
