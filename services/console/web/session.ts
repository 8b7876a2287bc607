import type { Hub } from "@talanoa/client/hub.ts";
import type { DirectoryKeys } from "@talanoa/client/key-ring.ts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Who is signed in, and the way to the hub that the person has. */
export interface Session {
  /**
   * The hub by the console's server, with the person's own token: whatever the SDK (packages/client) does with a
   * Hub works with it. `hub.identity` says who is signed in, and signs with this device's key.
   */
  readonly hub: Hub;
  /** The signing keys of all participants, as the directory has them. */
  readonly keys: DirectoryKeys;
  /** Whether a device's key is enrolled from here; otherwise the Secretariat does. */
  readonly enrolment: boolean;
}

const context = createContext<Session | null>(null);

export const SessionProvider = context.Provider;

/** The session of who is signed in: there is one wherever a page is shown. */
export function useSession(): Session {
  const session = useContext(context);
  if (!session) throw new Error("nobody is signed in");
  return session;
}
