/** What a primary says of its standbys. */
export interface Replication {
  /** Its setting `synchronous_standby_names`: for whom a commit waits; empty for nobody. */
  readonly names: string;
  /** The names by which standbys are connected, and whoever takes a copy. */
  readonly connected: readonly string[];
  /** Whether a commit has waited for a standby longer than one does that is there. */
  readonly held: boolean;
}

/**
 * For how many standbys a commit waits: `ANY 1 (a, b)`, `FIRST 2 (a, b, c)`, `2 (a, b)`, `a, b`. Source:
 * https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES
 */
export function standbysAwaited(names: string): number {
  if (names.trim() === "") return 0;
  return Number(/^\s*(?:(?:any|first)\s+)?(\d+)\s*\(/i.exec(names)?.[1] ?? 1);
}

/** Whether commits wait because too few of the standbys that the setting names are there. */
export function isStandbyAway({ names, connected, held }: Replication): boolean {
  const there = connected.filter((name) => isNamed(names, name)).length;
  return there < standbysAwaited(names) || (held && standbysAwaited(names) > 0);
}

function isNamed(names: string, name: string): boolean {
  if (names.includes("*")) return true;
  // PostgreSQL compares them whatever their case.
  const its = names.toLowerCase().split(/[^\w.-]+/);
  return name !== "" && its.includes(name.toLowerCase());
}
