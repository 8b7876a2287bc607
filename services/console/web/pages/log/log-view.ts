import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";

/** What of the log is shown. */
export type LogView =
  | { readonly name: "query" | "figures" | "matrix" | "proof" }
  | { readonly name: "trail"; readonly origin: string; readonly id: string };

/** The sides of the log's page, by the end of their path. */
export const logSides = ["query", "figures", "matrix", "proof"] as const;
export type LogSide = (typeof logSides)[number];

export function logPath(side: LogSide): string {
  return side === "query" ? "/log" : `/log/${side}`;
}

/** Where the story of a notice is, all its versions together. */
export function trailPath({
  origin,
  id,
}: {
  readonly origin: string;
  readonly id: string;
}): string {
  return `/log/trail/${origin}/${id}`;
}

/** What a path below /log shows; the query where it names nothing else. */
export function logView(path: string): LogView {
  const [, , side = "", origin = "", id = ""] = path.split("/");
  if (side === "trail" && isParticipantForm(origin) && isId(id)) return { name: side, origin, id };
  const known = logSides.find((each) => each === side);
  return { name: known ?? "query" };
}
