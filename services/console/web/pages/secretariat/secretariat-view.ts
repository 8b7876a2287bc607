/** The sides of the Secretariat's page, by the end of their path. */
export const secretariatSides = ["members", "keys", "groups", "agreements", "health"] as const;
export type SecretariatSide = (typeof secretariatSides)[number];

/** What a path below /secretariat shows; the Members where it names nothing else. */
export function secretariatSide(path: string): SecretariatSide {
  const [, , side = ""] = path.split("/");
  return secretariatSides.find((each) => each === side) ?? "members";
}
