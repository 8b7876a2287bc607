import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { sealMany } from "./notices.ts";
import { at, publishAll } from "./publish-all.ts";

const NOTICES = 12_000;
const ROUNDS = 3;
/** Characters of an accepted record in base64. */
const RECORD_LENGTH = 220;

/** Notices a second through PublishStream, signed and on disk. */
export async function accept(hub: TestHub): Promise<Figure> {
  for (const name of ["member-routing", "member-feeds", "audit-log"]) await hub.stack.stop(name);
  const publisher = await hub.as("fj-publisher");
  const x = publisher.identity.signingKey?.x ?? "";
  await using program = await startBare("accept", [hub.stack.natsUrl, x, String(RECORD_LENGTH)]);
  await using bare = at(publisher, program.said);
  const speed = async (to: typeof publisher): Promise<number> => {
    const notices = await sealMany(publisher, NOTICES);
    return NOTICES / (await publishAll(to, notices));
  };
  const figures = await sideBySide(
    ROUNDS,
    () => speed(publisher),
    () => speed(bare),
  );
  return { name: "accept", unit: "notices/s", ...figures, goal: { atLeast: 0.7 } };
}
