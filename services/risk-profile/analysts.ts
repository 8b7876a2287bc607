import type { Role } from "@talanoa/platform/auth/tokens.ts";

/** Who keeps a Member's lists and decides on its flags: officers, never the system that sends messages. */
export const analysts: readonly Role[] = ["publisher", "liaison"];
