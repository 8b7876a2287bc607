import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";

/** What is done with an operation. */
export type BoardAct = "task" | "report" | "join" | "leave" | "phase" | "close";

/** Who looks at an operation, and how that stands. */
export interface Looking {
  readonly participant: string;
  readonly roles: readonly string[];
  readonly coordinator: string;
  readonly isIn: boolean;
  readonly isClosed: boolean;
}

/**
 * What is offered: officers of who is in it send to it, its coordinator's and the Secretariat change it. The hub has
 * the last word.
 */
export function boardActs({
  participant,
  roles,
  coordinator,
  isIn,
  isClosed,
}: Looking): BoardAct[] {
  if (isClosed) return [];
  const isOfficer = roles.includes("liaison") || roles.includes("publisher");
  const keeps =
    (isOfficer && participant === coordinator) ||
    (participant === SECRETARIAT && roles.includes("secretariat"));
  return [
    ...(isOfficer && isIn ? (["task", "report"] as const) : []),
    ...(keeps ? (["join", "leave", "phase", "close"] as const) : []),
  ];
}
