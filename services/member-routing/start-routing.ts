import { DirectoryService, RoutingService } from "@talanoa/contract/generated/talanoa.ts";
import { unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import { changeEntry } from "./change-entry.ts";
import type { RoutingSettings } from "./config.ts";
import { keepDeadlines } from "./deadlines.ts";
import { eraseAll } from "./eraser.ts";
import { expireAll } from "./expiry.ts";
import { explain } from "./explain.ts";
import { Lateness } from "./lateness.ts";
import { listEntries } from "./list-entries.ts";
import { observeRouting, type RoutingState } from "./observe-routing.ts";
import { routeJoinings } from "./joining-loop.ts";
import { Overdue } from "./overdue.ts";
import { tryEntry } from "./try-entry.ts";
import { routeAll } from "./routing-loop.ts";

/** Starts to route, to keep deadlines, to end what expires, and to erase; and gives the doors. */
export async function startRouting(shell: Shell<RoutingSettings>): Promise<Offer> {
  const { bus, committer, directory, callRate, log, gauges, stopping, resources, fail } = shell;
  const routing = { bus, committer, directory, log, signal: stopping };
  const state: RoutingState = {
    erasing: new Map(),
    expiry: new Lateness(),
    obligations: new Lateness(),
  };
  observeRouting(gauges, bus, state);
  const loops = [
    routeAll(routing),
    routeJoinings(routing),
    keepDeadlines(routing, new Overdue({ committer, log }), state.obligations),
    expireAll(routing, state.expiry),
    eraseAll(routing, { log, waiting: state.erasing }),
  ].map((loop) => loop.catch(fail));
  resources.defer(async () => void (await Promise.all(loops)));
  const latest = () => directory.latest();
  return {
    methods: [
      unary(RoutingService.explain, paced(callRate, explain({ bus, committer, directory }))),
      unary(DirectoryService.listEntries, paced(callRate, listEntries(latest))),
      unary(
        DirectoryService.changeEntry,
        paced(callRate, changeEntry({ bus, committer, directory })),
      ),
      unary(DirectoryService.tryEntry, paced(callRate, tryEntry({ bus, committer, directory }))),
    ],
  };
}
