import { useState } from "preact/hooks";
import { askJson } from "./hub/ask.ts";
import { tellWindows } from "./hub/windows.ts";
import { forgetReason } from "./kept-reason.ts";
import { missed } from "./link.ts";
import { QuestionDialog } from "./parts/question-dialog.tsx";
import { eraseUnanswered, hasUnanswered, type Officer } from "./parts/unanswered.ts";
import { useSession } from "./session.ts";
import { shellWords } from "./shell-words.ts";
import { inLanguage } from "./words/words.ts";

/** Signs out; asks before where something that was sent has no answer yet. */
export function SignOut() {
  const words = inLanguage(shellWords);
  const { identity } = useSession().hub;
  const [asks, setAsks] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button-quiet"
        title={words.signOut}
        onClick={() => (hasUnanswered(identity) ? setAsks(true) : void signOut(identity))}
      >
        <span class="shell-wide">{words.signOut}</span>
        <span class="shell-narrow" aria-hidden="true">
          <svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor">
            <path d="M8 3H3.5v14H8M7 10h10M13 6l4 4-4 4" stroke-width="1.8" />
          </svg>
        </span>
      </button>
      {asks && (
        <QuestionDialog
          does={words.signOut}
          onDo={() => void signOut(identity)}
          onClose={() => setAsks(false)}
        >
          <p>{words.signOutQuestion}</p>
        </QuestionDialog>
      )}
    </>
  );
}

/** Where the server sends who has signed out. */
interface SignedOut {
  readonly next: string;
}

/** Milliseconds: the issuer is told first. */
const DEADLINE = 30_000;

async function signOut(officer: Officer): Promise<void> {
  try {
    const its = (await askJson("/sign-out", { method: "POST", deadline: DEADLINE })) as SignedOut;
    forgetReason();
    eraseUnanswered(officer);
    tellWindows({ signedIn: null });
    // The issuer's own page, where one signs out there too: else the next person is signed in as this one.
    location.assign(its.next);
  } catch {
    // Without a link one stays signed in, and the banner says why nothing happened.
    missed();
  }
}
