import { useLocation } from "preact-iso";
import { useCallback, useEffect } from "preact/hooks";
import { Trouble } from "../../parts/trouble.tsx";
import { useTitle } from "../../parts/title.ts";
import { Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { isBlocked, useDesk } from "./kept/use-kept.ts";
import { publishWords } from "./publish-words.ts";
import { firstKind } from "./send/may-publish.ts";
import { useBeginning } from "./use-beginning.ts";
import { WritingDesk } from "./writing-desk.tsx";
import { writingOf } from "./writing.ts";
import "./publish.css";

/** Writes a notice and sends it: new, as the next version of one's own, or as the reply to a request. */
export default function PublishPage() {
  const session = useSession();
  const { identity } = session.hub;
  const words = inLanguage(publishWords);
  useTitle(words.title);
  const { query, route } = useLocation();
  const writing = writingOf(
    `${identity.participant}:${identity.principal}`,
    firstKind(identity.roles),
  );
  const state = useDesk(session.hub);
  const beginning = useBeginning(session, writing, query);
  const leaveAddress = useCallback(() => route("/publish", true), [route]);
  useEffect(() => {
    // What was begun by the address is not begun again when the page is loaded anew.
    if (beginning.kind === "begun") leaveAddress();
  }, [beginning.kind, leaveAddress]);
  if (state.kind === "opening" && isBlocked.value)
    return (
      <p class="stale" role="alert">
        {words.otherRelease}
      </p>
    );
  if (state.kind === "opening" || beginning.kind === "loading") return <Loading />;
  return (
    <div class="page publish">
      <h1>{words.title}</h1>
      {state.kind === "failed" && <p class="trouble">{words.storage}</p>}
      {beginning.kind === "failed" && <Trouble error={beginning.error} />}
      <WritingDesk
        session={session}
        writing={writing}
        desk={state.kind === "open" ? state.desk : null}
      />
    </div>
  );
}
