import type { Random } from "../random.ts";

/** A target with a fault of each kind, so that it is seen whether it is found: by what stands in the input. */
export default function broken(input: Uint8Array, random: Random): void {
  const text = Buffer.from(input).toString("latin1");
  const fault = process.env["TALANOA_FUZZ_FAULT"];
  if (!text.includes("constructor")) return;
  if (fault === "crash") throw new TypeError("no such thing");
  if (fault === "hang") for (;;) random.below(2);
  const kept: unknown[] = [];
  for (;;) {
    if (fault === "buffers") kept.push(Buffer.alloc(4_000_000, 1));
    else kept.push(Array.from({ length: 100_000 }, () => ({})));
  }
}
