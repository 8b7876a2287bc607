import { createHash } from "node:crypto";
import type {
  GetCountryGroupsRequest,
  GetCountryGroupsResponse,
  SetCountryGroupsRequest,
  SetCountryGroupsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { parseCountryGroups } from "@talanoa/passenger/profiles/country-groups.ts";
import type { CountryGroups } from "@talanoa/passenger/profiles/language.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { refusedContent, sentJson } from "./sent-json.ts";

/** Groups of countries, and which version of them; 0 where a Member has none. */
export interface Groups {
  readonly version: number;
  readonly groups: CountryGroups;
}

type Row = ScreeningTables["country_groups"];

/** Sets the groups of the caller's Member, for the profiles that are saved from then on. */
export function setCountryGroups(
  screening: Screening,
): Unary<SetCountryGroupsRequest, SetCountryGroupsResponse> {
  return async ({ groups: content }, { caller }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const parsed = parseCountryGroups(sentJson("groups", content));
    if ("problems" in parsed) throw refusedContent("groups", parsed.problems);
    return await screening.profileChanges.run(async () => {
      const standing = await rowOf(screening, participant);
      const version = (standing?.version ?? 0) + 1;
      const at = screening.now();
      const digest = createHash("sha256").update(content).digest();
      const facts = { countryGroupsChanged: { participant, version, digest } };
      const record = { at, participant, principal, facts };
      await screening.committer.commit([recordMessage(record, { step: "country-groups-changed" })]);
      const row = { participant, version, set_by: principal, set_at: at, content };
      // The commit point: profiles that are saved from now on have these.
      await screening.db.insertInto("country_groups").values(row).execute();
      return { groups: shown(row) };
    });
  };
}

/** The groups of the caller's Member. */
export function getCountryGroups(
  screening: Screening,
): Unary<GetCountryGroupsRequest, GetCountryGroupsResponse> {
  return async (_request, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const row = await rowOf(screening, caller.participant);
    return { groups: row ? shown(row) : null };
  };
}

/** The groups of a participant: those that stand, or a version of them. */
export async function groupsOf(
  screening: Pick<Screening, "db">,
  participant: string,
  version?: number,
): Promise<Groups> {
  const row = version === 0 ? undefined : await rowOf(screening, participant, version);
  if (!row) return { version: 0, groups: {} };
  return { version: row.version, groups: JSON.parse(row.content) as CountryGroups };
}

async function rowOf(
  { db }: Pick<Screening, "db">,
  participant: string,
  version?: number,
): Promise<Row | undefined> {
  let found = db.selectFrom("country_groups").selectAll().where("participant", "=", participant);
  if (version !== undefined) found = found.where("version", "=", version);
  return await found.orderBy("version", "desc").limit(1).executeTakeFirst();
}

function shown({ version, content: groups, set_at: setAt, set_by: setBy }: Row) {
  return { version, groups, setAt, setBy };
}
