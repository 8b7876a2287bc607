import { hostname } from "node:os";
import process from "node:process";

/** Which process of a service this is: its host, and its process id where it is not the host's only one. */
export function instanceName(): string {
  return process.pid === 1 ? hostname() : `${hostname()}:${process.pid}`;
}
