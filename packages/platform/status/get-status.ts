import type {
  GetStatusRequest,
  GetStatusResponse,
  InstanceStatus,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import { checkMayAct, denied } from "../auth/check-caller.ts";
import type { Unary } from "../grpc/call.ts";

export interface Statuses {
  readonly own: () => Promise<InstanceStatus>;
  readonly all: () => Promise<InstanceStatus[]>;
  readonly directory: () => Directory;
}

/** How this instance is, and all others that it hears. It works on an empty directory, and without a broker. */
export function getStatus({
  own,
  all,
  directory,
}: Statuses): Unary<GetStatusRequest, GetStatusResponse> {
  return async (_, { caller }) => {
    if (caller.participant !== SECRETARIAT || !caller.roles.includes("secretariat")) {
      throw denied("secretariat", "only the Secretariat sees how the hub is");
    }
    checkMayAct(caller, directory());
    const [mine, heard] = await Promise.all([own(), all()]);
    const isMine = ({ service, instance }: InstanceStatus) =>
      service === mine.service && instance === mine.instance;
    return { instances: [mine, ...heard.filter((its) => !isMine(its))] };
  };
}
