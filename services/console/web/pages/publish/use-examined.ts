import { effect } from "@preact/signals";
import { seenDirectory } from "@talanoa/client/directory.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Holding } from "@talanoa/sharing/routing/earlier-readers.ts";
import { useEffect, useState } from "preact/hooks";
import { thisDevice } from "../../hub/this-device.ts";
import type { Session } from "../../session.ts";
import { holdersOfAmended } from "./amend/begin-amending.ts";
import { examine } from "./send/examine.ts";
import type { Writing } from "./writing.ts";

/** After so many milliseconds without a key it is looked at again. */
const PAUSE = 250;

/**
 * Looks at what is written again and again as it changes, with the directory and, of a later version, who holds the
 * one before. Gives the directory, and what went wrong.
 */
export function useExamined(
  { hub }: Session,
  writing: Writing,
): { readonly directory: Directory | null; readonly trouble: unknown; readonly again: () => void } {
  const [directory, setDirectory] = useState<Directory | null>(null);
  const [holders, setHolders] = useState<ReadonlyMap<string, Holding> | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const [count, setCount] = useState(0);
  const amending = writing.amending.value;
  const name = amending && `${amending.id}/${amending.version}`;

  useEffect(() => {
    setTrouble(null);
    seenDirectory(hub).then(setDirectory, setTrouble);
  }, [hub, count]);

  useEffect(() => {
    setHolders(null);
    const its = writing.amending.peek();
    if (its) holdersOfAmended(hub, its).then(setHolders, setTrouble);
  }, [hub, writing, name, count]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest = 0;
    const stop = effect(() => {
      const written = writing.written.value;
      const amended = writing.amending.value;
      // With a key of its own it is looked at once more.
      void thisDevice.value;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const mine = ++latest;
        const now = Date.now();
        examine(written, {
          identity: hub.identity,
          amending: amended,
          directory,
          holders,
          now,
        }).then((examined) => mine === latest && (writing.examined.value = examined), setTrouble);
      }, PAUSE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [hub, writing, directory, holders]);

  return { directory, trouble, again: () => setCount(count + 1) };
}
