import { IntakeService } from "@talanoa/contract/generated/talanoa.ts";
import { Rate } from "@talanoa/platform/auth/rate.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { streaming, unary } from "@talanoa/platform/grpc/call.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import type { IntakeSettings } from "./config.ts";
import { readHubKey } from "./hub-key.ts";
import type { Intake } from "./intake.ts";
import { withNoticeBytes } from "./notice-request.ts";
import { promptly } from "./promptly.ts";
import { publish } from "./publish.ts";
import { publishStream } from "./publish-stream.ts";
import { watchRoom } from "./room.ts";
import { state } from "./state.ts";

/** Opens what the doors of the intake work with, and the doors. */
export async function startIntake({
  settings,
  bus,
  committer,
  directory,
  log,
  callRate,
  refusals,
  gauges,
  resources,
  stopping,
}: Shell<IntakeSettings>): Promise<Offer> {
  const room = {
    share: settings.TALANOA_PUBLISH_SHARE,
    participants: directory.latest().participants().length,
    signal: stopping,
  };
  const intake: Intake = {
    bus,
    committer,
    directory: () => directory.latest(),
    hubKey: await readHubKey(settings.TALANOA_HUB_KEY_FILE),
    log,
    prompt: resources.use(promptly(bus)),
    room: resources.use(await patiently(() => watchRoom(bus, room), stopping)),
    refusals,
    callRate,
    streamRate: new Rate({
      perSecond: settings.TALANOA_STREAMED_PER_SECOND,
      burst: settings.TALANOA_STREAMED_BURST,
    }),
    inFlight: settings.TALANOA_STREAM_IN_FLIGHT,
  };
  gauges.observe(["intake.full"], () => [
    { measure: "intake.full", value: Number(intake.room.full()) },
  ]);
  return {
    methods: [
      unary(withNoticeBytes(IntakeService.publish), publish(intake)),
      streaming(withNoticeBytes(IntakeService.publishStream), publishStream(intake)),
      unary(IntakeService.state, state(intake)),
    ],
    recordsDenied: true,
  };
}
