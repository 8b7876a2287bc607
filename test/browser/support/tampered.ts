import type { Init, Method } from "@talanoa/contract/message-type.ts";
import type { Page } from "playwright-core";

/** Answers that are changed on their way. */
export interface Tampering {
  /** How many were changed so far. */
  readonly count: () => number;
  readonly stop: () => Promise<void>;
}

/** Changes the hub's answers to one method on their way to a page, as whoever holds the console's server could. */
export async function tamperWith<Response>(
  page: Page,
  { path, responseDeserialize, responseSerialize }: Answers<Response>,
  changed: (answer: Response) => Init<Response>,
): Promise<Tampering> {
  let count = 0;
  const address = `**/hub${path}`;
  await page.route(address, async (route) => {
    const response = await route.fetch();
    const answer = responseDeserialize(await response.body());
    count += 1;
    await route.fulfill({ response, body: responseSerialize(changed(answer)) });
  });
  return { count: () => count, stop: () => page.unroute(address) };
}

type Answers<Response> = Pick<
  Method<unknown, Response>,
  "path" | "responseDeserialize" | "responseSerialize"
>;

/** The same bytes with one bit turned. */
export function turned(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte));
}
