import {
  type EndedNotice,
  Ending,
  type NoticeHeader,
} from "@talanoa/contract/generated/talanoa.ts";
import { useEffect, useState } from "preact/hooks";
import { arrivedStatement } from "../../hub/arrived.ts";
import { useSession } from "../../session.ts";
import { useWatching } from "../feed/use-live-feed.ts";
import { endingOf } from "./read-notice.ts";

/** Milliseconds from one question whether a notice still stands to the next: of what comes live it is known at once. */
const ASKED_EACH = 10_000;
/** The longest that a timer takes. */
const LONGEST = 2 ** 31 - 1;

/** What is said of a notice that goes on. */
export interface Said {
  /** Its originator has had personal data erased: what is shown is to be read anew. */
  readonly onErased: () => void;
  /** One's own administration has acknowledged it. */
  readonly onAcknowledged: () => void;
}

/** How the notice that is shown has ended meanwhile; null while it stands. */
export function useEnding(
  { origin, id, version, expiresAt }: NoticeHeader,
  { onErased, onAcknowledged }: Said,
): EndedNotice | null {
  const { hub } = useSession();
  useWatching();
  const [ended, setEnded] = useState<EndedNotice | null>(null);
  useEffect(() => {
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
    const before = arrivedStatement.peek();
    const forget = arrivedStatement.subscribe((its) => {
      if (!its || its === before) return;
      const { statement } = its;
      if (statement.notice?.origin !== origin || statement.notice.id !== id) return;
      if (statement.acknowledged && statement.origin === hub.identity.participant) onAcknowledged();
      if (statement.origin !== origin) return;
      if (statement.recalled)
        end({ notice: ref, ending: Ending.RECALLED, endedAt: statement.issuedAt });
      if (statement.erasureOrdered) onErased();
    });
    return () => {
      leaving.abort();
      clearInterval(asking);
      clearTimeout(expiring);
      forget();
    };
  }, [hub, origin, id, version, expiresAt, onErased, onAcknowledged]);
  return ended;
}
