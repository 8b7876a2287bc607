import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { callError } from "@talanoa/client/call-error.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import { IntakeService } from "@talanoa/contract/generated/talanoa.ts";
import { failure } from "./failure.ts";

/** What the intake says to one call with these bytes as its request, and this token, which may be empty. */
export async function refusedBytes(request: Uint8Array, { hub, token }: Identity) {
  const client = new Client(hub.intake, credentials.createInsecure());
  const metadata = new Metadata();
  if (token) metadata.set("authorization", `Bearer ${token}`);
  const same = (bytes: Buffer) => bytes;
  try {
    return await failure(
      new Promise((resolve, reject) => {
        const { path } = IntakeService.publish;
        client.makeUnaryRequest(
          path,
          same,
          same,
          Buffer.from(request),
          metadata,
          (error, response) => (error ? reject(callError(error)) : resolve(response)),
        );
      }),
    );
  } finally {
    client.close();
  }
}
