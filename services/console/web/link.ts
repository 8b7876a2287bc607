import { signal } from "@preact/signals";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { forgetReason } from "./kept-reason.ts";
import type { Session } from "./session.ts";

/** Since when (Unix ms) nothing is heard of the hub; null while it answers. */
export const awaySince = signal<number | null>(null);

/** Whether the hub has said that the sign-in is over. */
export const signInEnded = signal(false);

let heardAt = Date.now();

/** Something was heard of the hub. */
export function heard(): void {
  heardAt = Date.now();
  awaySince.value = null;
}

/** Nobody answers: what the page shows is as of when something was heard last. */
export function missed(): void {
  awaySince.value ??= heardAt;
}

const silent: ReadonlySet<HubErrorCode> = new Set(["unavailable", "deadline-exceeded"]);

/** Whether an error of a call says that nobody answered. */
export function isSilence(error: unknown): boolean {
  return error instanceof HubError && silent.has(error.code);
}

/** What an error of a call says of the link and of the sign-in. */
export function heardOf(error: unknown): void {
  if (isSilence(error)) missed();
  if (error instanceof HubError && error.code === "unauthenticated") {
    signInEnded.value = true;
    // Who signs in again begins another sitting.
    forgetReason();
  }
}

/** The same hub; whether it answers, and knows who asks, is shown on every page. */
export function listened(hub: Session["hub"]): Session["hub"] {
  return {
    ...hub,
    async call(method, request, options) {
      try {
        const answer = await hub.call(method, request, options);
        heard();
        return answer;
      } catch (error) {
        heardOf(error);
        throw error;
      }
    },
  };
}

/** Follows what the browser knows of its link, until it is told to stop. */
export function followLink(): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  addEventListener("offline", missed, { signal });
  // That there is a link again does not say that the console answers.
  addEventListener(
    "online",
    () =>
      void fetch("/session", { signal }).then(
        ({ status }) => (status < 500 ? heard() : missed()),
        missed,
      ),
    { signal },
  );
  if (!navigator.onLine) missed();
  return () => watching.abort();
}
