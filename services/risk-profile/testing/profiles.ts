import {
  type Profile,
  ProfileChange,
  ProfileService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { TokenOf } from "@talanoa/platform/testing/hub.ts";
import type { RunningScreening } from "./run-screening.ts";

/** A profile that finds those of an age. */
export function ofAge(id: string, age: number): object {
  const example = (its: number) => ({ traveller: { age: its } });
  return {
    id,
    title: `Travellers of ${age}`,
    expression: `traveller.age == ${age}`,
    reasons: ["route"],
    examples: [
      { title: "Of that age", hits: true, facts: example(age) },
      { title: "A year older", hits: false, facts: example(age + 1) },
    ],
  };
}

/** Saves a profile and puts it in use, by two persons. Rejects with the status of a refusal. */
export async function activate(
  { service, hub }: RunningScreening,
  participant: string,
  profile: object,
): Promise<Profile> {
  const token = (principal: string, role: TokenOf["roles"][number]) =>
    hub.token({ participant, principal, roles: [role] });
  const one = await token("officer", "publisher");
  const other = await token("liaison", "liaison");
  const request = { profile: JSON.stringify(profile), grade: "C" };
  const { id, version } = (await service.call(ProfileService.saveProfile, request, one)).profile!;
  const propose = { id, version, change: ProfileChange.PROPOSE };
  await service.call(ProfileService.changeProfile, propose, one);
  const activation = { id, version, change: ProfileChange.ACTIVATE };
  return (await service.call(ProfileService.changeProfile, activation, other)).profile!;
}
