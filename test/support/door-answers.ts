import { connect } from "@talanoa/client/connect.ts";
import { addressesOf, type Identity } from "@talanoa/client/identity.ts";
import { StatusService } from "@talanoa/contract/generated/talanoa.ts";
import { failure } from "./failure.ts";

/**
 * What all instances of all services say to an identity of the Secretariat, each answer once: `answered`, or the code by
 * which it is refused.
 */
export async function doorAnswers(identity: Identity): Promise<string[]> {
  const { intake, feeds, routing, log, screening } = identity.hub;
  const doors = [intake, feeds, routing, log, ...(screening ? [screening] : [])];
  const answers = await Promise.all(
    doors.flatMap(addressesOf).map(async (address) => {
      // Every service has this method: the address says which is asked.
      await using client = connect({ ...identity, hub: { ...identity.hub, intake: address } });
      const asked = client.call(StatusService.getStatus, {}, { patience: 0 });
      return await asked.then(
        () => "answered",
        async () => (await failure(asked)).code,
      );
    }),
  );
  return [...new Set(answers)];
}
