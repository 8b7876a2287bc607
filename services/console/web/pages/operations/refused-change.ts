import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import type { HubError } from "@talanoa/platform/errors.ts";

/** A change of an operation that the directory does not take, with what was to be written. */
export class RefusedChange extends Error {
  override readonly name = "RefusedChange";
  readonly operation: JointOperation;
  readonly violations: HubError["violations"];

  constructor(operation: JointOperation, cause: HubError) {
    super(cause.message, { cause });
    this.operation = operation;
    this.violations = cause.violations;
  }
}
