import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";

interface Answer {
  readonly config: { readonly [setting: string]: unknown };
  readonly error?: { readonly description: string };
}

/** Gives the stream another size, in bytes, as an operator would. */
export async function resizeExchange(natsUrl: string, maxBytes: number): Promise<void> {
  await using bus = await openBus({ servers: [natsUrl], name: "test" });
  const { config } = (await bus.request(`$JS.API.STREAM.INFO.${EXCHANGE}`, "")).json<Answer>();
  const wanted = JSON.stringify({ ...config, max_bytes: maxBytes });
  const { error } = (await bus.request(`$JS.API.STREAM.UPDATE.${EXCHANGE}`, wanted)).json<Answer>();
  if (error) throw new Error(error.description);
}
