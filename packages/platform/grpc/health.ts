import type { handleServerStreamingCall, Server } from "@grpc/grpc-js";
import { HealthImplementation, type ServingStatus } from "grpc-health-check";

type AddService = Server["addService"];
type Asked = { readonly service: string };

/**
 * Answers whether the whole server serves (grpc.health.v1), at first that it does not; `set` changes that. Anybody may
 * ask, without a token: a watch of another name is told that there is no such service, and leaves nothing behind.
 */
export function addHealth(server: Server): { set(status: ServingStatus): void } {
  const health = new HealthImplementation({ [WHOLE]: "NOT_SERVING" });
  const addService: AddService = (definition, { watch, ...others }) =>
    server.addService(definition, { ...others, watch: ofWhole(watch as Watch) });
  health.addToServer({ addService } as Parameters<typeof health.addToServer>[0]);
  return { set: (status) => health.setStatus(WHOLE, status) };
}

const WHOLE = "";

type Watch = handleServerStreamingCall<Asked, { readonly status: string }>;

/** The library keeps each name that was ever watched. */
function ofWhole(watch: Watch): Watch {
  return (call) => {
    if (call.request.service === WHOLE) return watch(call);
    call.write({ status: "SERVICE_UNKNOWN" });
    call.end();
  };
}
