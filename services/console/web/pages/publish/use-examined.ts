import { effect } from "@preact/signals";
import { seenDirectory } from "@talanoa/client/directory.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { useCallback, useEffect, useState } from "preact/hooks";
import { thisDevice } from "../../hub/this-device.ts";
import { useAsked } from "../../parts/use-asked.ts";
import type { Session } from "../../session.ts";
import { correctedBy, holdersOfAmended } from "./amend/begin-amending.ts";
import { examine, type Examined } from "./send/examine.ts";
import type { Writing } from "./writing.ts";

/** After so many milliseconds without a key it is looked at again. */
const PAUSE = 250;

/** What is known of what would come of it. */
export interface Looking {
  /** Null while it is not there yet. */
  readonly directory: Directory | null;
  readonly trouble: unknown;
  /** Looks at it at once: what was typed last counts. */
  readonly examineNow: () => Promise<Examined>;
  /** Asks the hub once more for what could not be had. */
  readonly again: () => void;
}

/**
 * Looks at what is written again and again as it changes, with the directory and, of a later version, who holds the
 * one before, and by which audience that went.
 */
export function useExamined({ hub, keys }: Session, writing: Writing): Looking {
  const [trouble, setTrouble] = useState<unknown>(null);
  const amending = writing.amending.value;
  const name = amending && `${amending.id}/${amending.version}`;

  const itsDirectory = useAsked(() => seenDirectory(hub), [hub]);
  const itsHolders = useAsked(
    async () => amending && holdersOfAmended(hub, amending),
    [hub, writing, name],
  );
  const directory = itsDirectory.answer;
  const holders = itsHolders.answer;
  const itsCorrected = useAsked(
    async () =>
      amending && directory && holders
        ? correctedBy({ hub, keys }, amending, { directory, readers: holders })
        : null,
    [hub, keys, writing, name, directory, holders],
  );
  const corrected = itsCorrected.answer;

  const examineNow = useCallback(async () => {
    const now = Date.now();
    const { identity } = hub;
    const [written, amended] = [writing.written.peek(), writing.amending.peek()];
    const known = { directory, holders, corrected };
    const its = await examine(written, { identity, amending: amended, ...known, now });
    // Of what was written meanwhile another look tells.
    const isLatest = written === writing.written.peek() && amended === writing.amending.peek();
    if (isLatest) writing.examined.value = its;
    return its;
  }, [hub, writing, directory, holders, corrected]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      // Each is read, so that a change of it is seen; with a key of its own the device is looked at once more.
      void [writing.written.value, writing.amending.value, thisDevice.value];
      clearTimeout(timer);
      timer = setTimeout(() => void examineNow().catch(setTrouble), PAUSE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [writing, examineNow]);

  return {
    directory,
    trouble: itsDirectory.error ?? itsHolders.error ?? itsCorrected.error ?? trouble,
    examineNow,
    again() {
      setTrouble(null);
      // What is corrected is asked for again with these.
      itsDirectory.again();
      itsHolders.again();
    },
  };
}
