import { createHash } from "node:crypto";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";

/** Records what a version of a profile is from now on, before it is. */
export async function recordChange(
  { committer, now }: Screening,
  { participant, principal }: Caller,
  {
    id,
    version,
    state,
    content,
  }: Pick<ScreeningTables["profile"], "id" | "version" | "state" | "content">,
): Promise<void> {
  const digest = createHash("sha256").update(content).digest();
  const facts = { profileChanged: { participant, profile: id, version, state, digest } };
  const record = { at: now(), participant, principal, facts };
  await committer.commit([recordMessage(record, { step: "profile-changed" })]);
}
