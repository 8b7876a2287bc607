import { awaySince } from "../link.ts";
import { Stale } from "./waiting.tsx";

/** As of when (Unix ms) what is shown was answered, while the hub is away or what was asked last has failed. */
export function AsOf({ at, error }: { readonly at: number; readonly error: unknown }) {
  if (at === 0 || (error === null && awaySince.value === null)) return null;
  return <Stale since={at} />;
}
