import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { BadRequest, ErrorStatus } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { statusDetails, statusOf } from "@talanoa/platform/grpc/status.ts";
import { expect, test } from "vitest";
import { callError, isPassing } from "./call-error.ts";

test("an error comes out of a call as the hub raised it", () => {
  const violations = [
    {
      field: "goods[0].hs_heading",
      rule: "hs-heading-format",
      description: "Two, four or six digits.",
    },
  ];
  const raised = new HubError("invalid-argument", "the notice breaks a rule", { violations });
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", statusDetails(raised)!);
  const seen = callError(failed(statusOf[raised.code], raised.message, metadata));
  expect(seen).toMatchObject({ code: raised.code, message: raised.message, violations });
});

test.each(Object.entries(statusOf))("the code %s survives the wire", (code, number) => {
  expect(callError(failed(number, "why")).code).toBe(code);
});

test("details of another kind, or cut ones, are passed over", () => {
  const metadata = new Metadata();
  const value = BadRequest.encode({ fieldViolations: [] });
  const details = [{ type_url: "type.example.org/Other", value }];
  metadata.set(
    "grpc-status-details-bin",
    Buffer.from(ErrorStatus.encode({ code: 5, message: "m", details })),
  );
  expect(callError(failed(5, "m", metadata))).toMatchObject({ code: "not-found", violations: [] });
  metadata.set("grpc-status-details-bin", Buffer.from([0xff]));
  expect(callError(failed(5, "m", metadata))).toMatchObject({ code: "not-found", message: "m" });
});

test("that nobody answers is said in words for a person, what the hub says is kept", () => {
  const refused = "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1";
  expect(callError(failed(status.UNAVAILABLE, refused)).message).toBe("the hub does not answer");
  const cut = "Received RST_STREAM with code 2 triggered by internal client error: read ECONNRESET";
  expect(callError(failed(status.INTERNAL, cut)).message).toBe("the hub does not answer");
  expect(callError(failed(status.UNAVAILABLE, "the broker is away")).message).toBe(
    "the broker is away",
  );
});

test("only what may go away by itself is tried again", () => {
  const again = Object.keys(statusOf).filter((code) =>
    isPassing(new HubError(code as keyof typeof statusOf, "")),
  );
  expect(again.toSorted()).toEqual([
    "cancelled",
    "deadline-exceeded",
    "resource-exhausted",
    "unavailable",
  ]);
});

function failed(code: number, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}
