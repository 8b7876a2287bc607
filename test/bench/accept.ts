import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { sealMany } from "./notices.ts";
import { at, publishAll } from "./publishing.ts";
import type { Size } from "./size.ts";

/** Notices a second through PublishStream, signed and on disk. */
export async function accept(hub: TestHub, size: Size): Promise<Figure> {
  const count = size(12_000);
  for (const name of ["member-routing", "member-feeds", "audit-log"]) await hub.stack.stop(name);
  const publisher = await hub.as("fj-publisher");
  await using program = await startBare("accept", [
    hub.stack.natsUrl,
    publisher.identity.signingKey?.x ?? "",
  ]);
  await using bare = at(publisher, program.said);
  // Both are measured warm, as services run for months.
  await publishAll(publisher, await sealMany(publisher.identity, count >> 2));
  await publishAll(bare, await sealMany(publisher.identity, count >> 2));
  const speed = async (to: typeof publisher): Promise<number> => {
    const notices = await sealMany(publisher.identity, count);
    return count / (await publishAll(to, notices));
  };
  const figures = await sideBySide(
    3,
    () => speed(publisher),
    () => speed(bare),
  );
  return { name: "accept", unit: "notices/s", ...figures, goal: { atLeast: 0.7 } };
}
