import { malformed, outOfRange } from "../errors.ts";

const DECIMAL = /^(?:0|[1-9][0-9]*)$/;

/** An ASCII decimal without leading zeroes, 0 to 2^53 - 1. `what` names it in the error. */
export function parseDecimal(text: string, what: string): number {
  if (!DECIMAL.test(text)) throw malformed(`${what} is not a decimal without leading zeroes`);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw outOfRange(`${what} is over 2^53 - 1`);
  return value;
}

/** Refuses what is no integer from 0 to 2^53 - 1. */
export function checkCount(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw outOfRange(`${what} is not an integer from 0 to 2^53 - 1`);
  }
}
