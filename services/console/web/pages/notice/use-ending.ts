import type { ReadonlySignal } from "@preact/signals";
import {
  type EndedNotice,
  Ending,
  type NoticeHeader,
} from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";
import { useLayoutEffect, useState } from "preact/hooks";
import { useSession } from "../../session.ts";
import { endingOf } from "./read-notice.ts";

/** Milliseconds from one question whether a notice still stands to the next: of what comes live it is known at once. */
const ASKED_EACH = 10_000;
/** The longest that a timer takes. */
const LONGEST = 2 ** 31 - 1;

/** What is said of a notice, and what follows from it while the notice goes on. */
export interface Said {
  /** What was said since its page is there, in its order. */
  readonly heard: ReadonlySignal<readonly OpenedStatement[]>;
  /** Its originator has had personal data erased: what is shown is to be read anew. */
  readonly onErased: () => void;
  /** One's own administration has acknowledged it. */
  readonly onAcknowledged: () => void;
}

/** How the notice that is shown has ended meanwhile; null while it stands. */
export function useEnding(
  { origin, id, version, expiresAt }: NoticeHeader,
  { heard, onErased, onAcknowledged }: Said,
): EndedNotice | null {
  const { hub } = useSession();
  const [ended, setEnded] = useState<EndedNotice | null>(null);
  // Before it is painted: what was said while it was read may be that nothing of it is shown.
  useLayoutEffect(() => {
    setEnded(null);
    const leaving = new AbortController();
    const ref = { origin, id, version };
    const end = (its: EndedNotice | null): void => {
      if (its && !leaving.signal.aborted) setEnded(its);
    };
    const ask = (): void => {
      if (document.visibilityState === "visible") void endingOf(hub, ref, leaving.signal).then(end);
    };
    const asking = setInterval(ask, ASKED_EACH);
    document.addEventListener("visibilitychange", ask, { signal: leaving.signal });
    const expiry = expiresAt > 0 ? expiresAt - Date.now() : LONGEST;
    const expiring = setTimeout(
      () =>
        end(expiry < LONGEST ? { notice: ref, ending: Ending.EXPIRED, endedAt: expiresAt } : null),
      Math.min(LONGEST, Math.max(0, expiry)),
    );
    const hear = ({ statement }: OpenedStatement): void => {
      if (statement.acknowledged && statement.origin === hub.identity.participant) onAcknowledged();
      if (statement.origin !== origin) return;
      if (statement.recalled)
        end({ notice: ref, ending: Ending.RECALLED, endedAt: statement.issuedAt });
      if (statement.erasureOrdered) onErased();
    };
    let next = 0;
    // First what was said while it was being read.
    const forget = heard.subscribe((all) => {
      for (const its of all.slice(next)) hear(its);
      next = all.length;
    });
    return () => {
      leaving.abort();
      clearInterval(asking);
      clearTimeout(expiring);
      forget();
    };
  }, [hub, origin, id, version, expiresAt, heard, onErased, onAcknowledged]);
  return ended;
}
