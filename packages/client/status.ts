import { type InstanceStatus, StatusService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import {
  type DoorName,
  type DoorTold,
  type HubTold,
  servicesOfDoors,
} from "@talanoa/sharing/status/hub-status.ts";
import { askConsole } from "./ask-console.ts";
import { connect } from "./connect.ts";
import { addressesOf, type HubAddresses, type Identity } from "./identity.ts";

/** Milliseconds in which a door must answer: it waits three seconds for an instance that is slow. */
const WITHIN = 6_000;

/** What came of asking one address of a door. */
export interface DoorAnswer extends DoorTold {
  readonly error: HubError | null;
}

export interface HubStatus extends HubTold {
  readonly doors: readonly DoorAnswer[];
}

/**
 * Asks every address of a hub's doors how it is, since one that answers says nothing of the others. Throws HubError
 * `unauthenticated` or `permission-denied` when that is what the doors say, and none answers.
 */
export async function askStatus(identity: Identity, signal?: AbortSignal): Promise<HubStatus> {
  const names = Object.keys(servicesOfDoors) as DoorName[];
  const asked = names.flatMap((door) => {
    // A hub may do without screening.
    const addresses = identity.hub[door];
    if (!addresses) return [];
    const all = addressesOf(addresses);
    return all.map((address) =>
      door === "console"
        ? askConsoleAt(identity, { address, wanted: all.length }, signal)
        : askDoor(identity, { door, address }, signal),
    );
  });
  const answers = await Promise.all(asked);
  // The console tells anybody whether it is there.
  const told = answers.filter(({ door }) => door !== "console");
  const refused = told.find(({ error }) => error !== null && isRefusal(error));
  if (refused?.error && told.every(({ error }) => error !== null)) throw refused.error;
  const instances = new Map<string, InstanceStatus>();
  for (const { heard } of answers)
    for (const its of heard) instances.set(`${its.service} ${its.instance}`, its);
  return {
    instances: [...instances.values()],
    doors: answers.map(({ door, address, error }) => ({ door, address, error })),
  };
}

/** With all that it said of instances. */
interface Heard extends DoorAnswer {
  readonly heard: readonly InstanceStatus[];
}

async function askDoor(
  identity: Identity,
  { door, address }: Pick<DoorAnswer, "door" | "address">,
  signal?: AbortSignal,
): Promise<Heard> {
  // Every service has this method: the address says which is asked.
  const hub: HubAddresses = { ...identity.hub, intake: address };
  await using client = connect({ ...identity, hub });
  try {
    const options = { deadline: WITHIN, patience: 0, ...(signal && { signal }) };
    const { instances } = await client.call(StatusService.getStatus, {}, options);
    return { door, address, error: null, heard: instances };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { door, address, error, heard: [] };
  }
}

/** A console says that it is there and no more: it is known by its address, and its version and age are not. */
async function askConsoleAt(
  { hub: { tls } }: Identity,
  { address, wanted }: { readonly address: string; readonly wanted: number },
  signal?: AbortSignal,
): Promise<Heard> {
  const its = { door: "console", address } as const;
  try {
    await askConsole({ address, tls, within: WITHIN, signal });
    const known = {
      service: "console",
      instance: address,
      version: "",
      startedAt: 0,
      readings: [],
    };
    return { ...its, error: null, heard: [{ ...known, serving: true, wanted }] };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { ...its, error, heard: [] };
  }
}

function isRefusal({ code }: HubError): boolean {
  return code === "unauthenticated" || code === "permission-denied";
}
