import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Identity } from "@talanoa/client/identity.ts";
import { exercisePartner, participants } from "../demo/members.ts";
import { readJson } from "../kept-file.ts";
import type { TokenClaims } from "../token-issuer.ts";

/** The people of one participant who can sign in. */
export interface Desk {
  readonly participant: string;
  readonly name: string;
  readonly people: readonly TokenClaims[];
}

const names: ReadonlyMap<string, string> = new Map(
  [...participants, exercisePartner].map(({ id, name }) => [id, name]),
);

/** The people of the demo, by participant: those who have an identity file in the folder. */
export async function readDesks(folder: string): Promise<Desk[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).toSorted();
  const identities = await Promise.all(files.map((file) => readJson<Identity>(join(folder, file))));
  const people = identities.flatMap((identity) => (identity ? [claimsOf(identity)] : []));
  const byParticipant = Map.groupBy(people, ({ participant }) => participant);
  return [...byParticipant].map(([participant, its]) => ({
    participant,
    name: names.get(participant) ?? participant,
    people: its,
  }));
}

/** One of them by the principal's id. */
export async function findPerson(
  folder: string,
  principal: string,
): Promise<TokenClaims | undefined> {
  const desks = await readDesks(folder);
  return desks.flatMap(({ people }) => people).find((each) => each.principal === principal);
}

function claimsOf({ principal, participant, roles, office }: Identity): TokenClaims {
  return { principal, participant, roles, office };
}
