import { compiledFolder, defaultCacheDir } from "../cache-folder.ts";

/** Environment of a program that keeps its compiled code, as those of a stack do: without it a start costs twice as much. */
export const keepsCompiled = { NODE_COMPILE_CACHE: compiledFolder(defaultCacheDir()) };
