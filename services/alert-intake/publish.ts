import type { PublishResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { acceptNotice } from "./accept-notice.ts";
import type { Intake } from "./intake.ts";
import type { NoticeRequest } from "./notice-request.ts";
import { recordingRefusal } from "./refuse.ts";

/** One notice; its receipt, or a refusal. */
export function publish(intake: Intake): Unary<NoticeRequest, PublishResponse> {
  return (request, call) =>
    recordingRefusal(intake.refusals, "publish", call, (about) => {
      takeTurn(intake.callRate, call.caller);
      return acceptNotice(intake, request, call.caller, about);
    });
}
