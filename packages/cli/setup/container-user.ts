import process from "node:process";
import type { Owner } from "./secret-files.ts";

/** As whom containers run unless they are told otherwise. */
export const CONTAINER_ID = 1000;

/** To whom secrets must belong so that containers, who are not root, can read them; null when that is who makes them. */
export function containerUser(): Owner | null {
  return process.getuid?.() === 0 ? { uid: CONTAINER_ID, gid: CONTAINER_ID } : null;
}
