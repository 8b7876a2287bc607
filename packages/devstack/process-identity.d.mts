/**
 * What tells a process from any other that ever has its pid: when it started. Undefined when no
 * such process runs.
 */
export function processIdentity(pid: number): string | undefined;
