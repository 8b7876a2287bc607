import { HubError } from "@talanoa/platform/errors.ts";

/** What a caller sees of a refusal: code, text and violations. Throws when it was not refused. */
export async function failure(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { code, message, violations } = error;
    return { code, message, violations };
  }
  throw new Error("it was not refused");
}
