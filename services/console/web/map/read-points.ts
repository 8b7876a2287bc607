import { listDirectory } from "@talanoa/client/directory.ts";
import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { type CountryPoints, countryPoints } from "@talanoa/sharing/map/country-point.ts";
import { isOnEarth } from "@talanoa/sharing/map/point.ts";
import type { Session } from "../session.ts";
import type { MemberPlace } from "./pacific-map.tsx";

/** Where Members are, and by that the points of countries. */
export interface Points {
  readonly members: readonly MemberPlace[];
  readonly points: CountryPoints;
}

/** Reads where participants are from the directory. Throws HubError. */
export async function readPoints(
  { hub }: Pick<Session, "hub">,
  signal: AbortSignal,
): Promise<Points> {
  const entries = await listDirectory(hub, "participant", { signal });
  const members = entries.flatMap(({ entry }) => {
    const its = entry?.participant;
    // The Secretariat and partners stand where a Member does.
    if (its?.type !== ParticipantType.MEMBER) return [];
    // Nobody stands in the Gulf of Guinea: no place is told.
    if ((its.latitude === 0 && its.longitude === 0) || !isOnEarth(its)) return [];
    return [{ code: its.id, latitude: its.latitude, longitude: its.longitude }];
  });
  return { members, points: countryPoints(new Map(members.map((its) => [its.code, its]))) };
}
