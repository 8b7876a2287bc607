import { retrying } from "@talanoa/client/backoff.ts";
import type { Caller, HubKeys } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { keepTold } from "./alerts/keep-told.ts";
import { askFor, askJson } from "./hub/ask.ts";
import { browserHub } from "./hub/browser-hub.ts";
import { deviceKey } from "./hub/device-key.ts";
import { provideDispose } from "./hub/dispose-symbols.ts";
import { thisDevice } from "./hub/this-device.ts";
import { followWindows, tellWindows } from "./hub/windows.ts";
import { forgetReason } from "./kept-reason.ts";
import type { Session } from "./session.ts";

provideDispose();

/** Milliseconds: of one attempt, and in which a console that does not answer is asked again. */
const DEADLINE = 20_000;
const PATIENCE = 30_000;

/** What the page and `GET /session` say: see server/session-info.ts. */
interface SessionInfo {
  readonly participant: string;
  readonly principal: string;
  readonly roles: string[];
  readonly office: string;
  readonly hub: HubKeys;
  readonly enrolment: boolean;
}

/** The session of who is signed in; null when nobody is. Throws HubError. */
export async function openSession(): Promise<Session | null> {
  const info = toldSession() ?? (await sessionInfo());
  if (!info) {
    // Who signs in here next begins a sitting of their own, also where one signed out in another window.
    forgetReason();
    return null;
  }
  const { participant, principal, roles, office } = info;
  askFor(principal);
  await readDeviceKey(principal);
  followOthers(principal);
  const identity: Caller = {
    name: principal,
    participant,
    principal,
    roles,
    office,
    hub: info.hub,
    get signer() {
      return thisDevice.value?.signer;
    },
  };
  const hub = browserHub(identity);
  keepTold(hub);
  return { hub, keys: directoryKeys(hub), enrolment: info.enrolment };
}

async function readDeviceKey(principal: string): Promise<void> {
  // A browser that keeps nothing reads all the same.
  thisDevice.value = await deviceKey(principal).catch(() => null);
}

/** Nothing of one person stays on the screen once another is signed in, or nobody is; not by the way back either. */
function followOthers(principal: string): void {
  const reload = () => location.reload();
  followWindows(principal, { onOther: reload, onKey: () => void readDeviceKey(principal) });
  tellWindows({ signedIn: principal });
  addEventListener("pageshow", ({ persisted }) => persisted && reload());
}

/** What the page came with; null when it says nothing, or was asked before: then it may be out of date. */
function toldSession(): SessionInfo | null {
  const element = document.getElementById("session");
  element?.remove();
  return element && (JSON.parse(element.textContent) as SessionInfo);
}

async function sessionInfo(): Promise<SessionInfo | null> {
  try {
    const ask = () => askJson("/session", { deadline: DEADLINE });
    const isAway = (error: unknown) => error instanceof HubError && error.code === "unavailable";
    return (await retrying(ask, { patience: PATIENCE, again: isAway })) as SessionInfo;
  } catch (error) {
    if (error instanceof HubError && error.code === "unauthenticated") return null;
    throw error;
  }
}
