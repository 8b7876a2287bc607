import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { sealMany } from "./notices.ts";
import { Costs, type Processes } from "./processor-time.ts";
import { at, publishAll } from "./publishing.ts";
import type { Size } from "./size.ts";

/** Notices a second through PublishStream, signed and on disk. */
export async function accept(hub: TestHub, size: Size): Promise<Figure> {
  const count = size(12_000);
  const { stack } = hub;
  for (const name of ["member-routing", "member-feeds", "audit-log"]) await stack.stop(name);
  const publisher = await hub.as("fj-publisher");
  await using program = await startBare("accept", [
    stack.natsUrl,
    publisher.identity.signingKey?.x ?? "",
  ]);
  await using bare = at(publisher, program.said);
  // Both are measured warm, as services run for months: the compiler is busy with the first 20,000 notices.
  for (const to of [publisher, bare]) {
    for (let i = 0; i < 2; i++) await publishAll(to, await sealMany(publisher.identity, count));
  }
  const speed = async (to: typeof publisher, costs: Costs, its: Processes): Promise<number> => {
    const notices = await sealMany(publisher.identity, count);
    const processes = { ...its, nats: stack.pid("nats"), publisher: process.pid };
    return count / (await costs.of(count, processes, () => publishAll(to, notices)));
  };
  const [costs, bareCosts] = [new Costs(), new Costs()];
  const figures = await sideBySide(
    3,
    () => speed(publisher, costs, { "alert-intake": stack.pid("alert-intake") }),
    () => speed(bare, bareCosts, { "bare program": program.pid }),
  );
  const detail = {
    ...costs.each("processor a notice"),
    ...bareCosts.each("processor a notice, bare"),
  };
  return { name: "accept", unit: "notices/s", ...figures, goal: { atLeast: 0.7 }, detail };
}
