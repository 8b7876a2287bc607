import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** `$XDG_CACHE_HOME/talanoa`, or `~/.cache/talanoa`: what all checkouts of one person share. */
export function defaultCacheDir(xdgCacheHome?: string): string {
  return join(xdgCacheHome ? resolve(xdgCacheHome) : join(homedir(), ".cache"), "talanoa");
}

/** Where Node keeps compiled code, which it checks by content. */
export function compiledFolder(cacheDir: string): string {
  return join(cacheDir, "compiled");
}
