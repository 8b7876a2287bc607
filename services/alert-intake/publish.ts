import type { PublishResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { acceptNotice } from "./accept-notice.ts";
import type { Intake } from "./intake.ts";
import type { NoticeRequest } from "./notice-request.ts";
import { recordingRefusal } from "./refuse.ts";

/** One notice; its receipt, or a refusal. */
export function publish(intake: Intake): Unary<NoticeRequest, PublishResponse> {
  return (request, call) =>
    recordingRefusal(intake.refusals, "publish", call, (about) => {
      takeTurn(intake, call.caller);
      return acceptNotice(intake, request, call.caller, about);
    });
}

/** Throws `resource-exhausted`, with the time to wait, when the caller's single calls come too fast. */
export function takeTurn(
  { callRate }: Pick<Intake, "callRate">,
  { participant, principal }: Caller,
): void {
  const wait = Math.ceil(callRate.take(`${participant} ${principal}`, performance.now()));
  if (wait === 0) return;
  const description = `Too many calls: try again in ${wait} ms, or send many on one PublishStream.`;
  const violations = [{ field: "caller", rule: "rate", description }];
  throw new HubError("resource-exhausted", description, { violations });
}
