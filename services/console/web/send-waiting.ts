import type { Session } from "./session.ts";
import { openKept } from "./pages/publish/kept/kept.ts";

/** Who writes notices: nobody else has anything in an outbox. */
const writers: readonly string[] = ["publisher", "liaison"];

/**
 * Sends what waits in the outbox of who is signed in, whatever page is open: now, when the link is back, and when one
 * comes back to the window. What sends is loaded only when something waits. Gives what ends it.
 */
export function sendWaiting(hub: Session["hub"]): () => void {
  const { roles } = hub.identity;
  if (!roles.some((role) => writers.includes(role))) return () => {};
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || document.hidden) return;
    isLooking = true;
    try {
      if (!(await somethingWaits(hub))) return;
      const { deskOf } = await import("./pages/publish/kept/use-kept.ts");
      const { sending } = await deskOf(hub);
      sending.send();
    } catch {
      // The browser keeps nothing, or the link is down: one looks again when it is back.
    } finally {
      isLooking = false;
    }
  };
  const again = () => void look();
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  again();
  return () => {
    removeEventListener("online", again);
    document.removeEventListener("visibilitychange", again);
  };
}

async function somethingWaits({ identity }: Session["hub"]): Promise<boolean> {
  const kept = await openKept(identity);
  try {
    return (await kept.count("waiting")) > 0;
  } finally {
    kept.close();
  }
}
