import { expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { isLoopback, readListenAddress } from "./listen-address.ts";

test.each([
  ["127.0.0.1:7380", { host: "127.0.0.1", port: 7380 }, true],
  ["127.1.2.3:1", { host: "127.1.2.3", port: 1 }, true],
  ["localhost:0", { host: "localhost", port: 0 }, true],
  ["[::1]:7380", { host: "::1", port: 7380 }, true],
  ["0.0.0.0:65535", { host: "0.0.0.0", port: 65_535 }, false],
  ["[::]:7380", { host: "::", port: 7380 }, false],
  ["127.0.0.1.example:80", { host: "127.0.0.1.example", port: 80 }, false],
])("%s is an address to listen on", (text, address, onlyHere) => {
  expect(readListenAddress(text)).toEqual(address);
  expect(isLoopback(address)).toBe(onlyHere);
});

test.each(["", "7380", ":7380", "host", "host:", "host:65536", "::1:7380", "[host]:1", "a b:-1"])(
  "%j is none: nothing is listened on that was not said in full",
  (text) => {
    expect(() => readListenAddress(text)).toThrow(UsageError);
  },
);
