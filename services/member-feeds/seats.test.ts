import { describe, expect, test } from "vitest";
import { openSeats, type Seats } from "./seats.ts";

const ignore = (): void => {};

function take(seats: Seats, principal: string, subscription: string, end = ignore) {
  const [participant = ""] = principal.split("-");
  return seats.take({ participant, principal, subscription }, end);
}

async function takeMany(seats: Seats, principal: string, count: number) {
  const names = Array.from({ length: count }, (_, i) => `sub-${i}`);
  return Promise.all(names.map((name) => take(seats, principal, name)));
}

describe("the open subscriptions", () => {
  test("of a principal are bounded; what it ends makes room, and others are not held up", async () => {
    const seats = openSeats();
    const [first] = await takeMany(seats, "TO-liaison", 32);
    await expect(take(seats, "TO-liaison", "more")).rejects.toMatchObject({
      code: "resource-exhausted",
      message: "You have 32 subscriptions open: end one of them first.",
    });
    await take(seats, "TO-other", "more");
    await take(seats, "WS-liaison", "more");
    first![Symbol.dispose]();
    await take(seats, "TO-liaison", "more");
    await expect(take(seats, "TO-liaison", "again")).rejects.toThrow("32 subscriptions");
  });

  test("of a participant are bounded, whoever of it opens them", async () => {
    const seats = openSeats();
    for (let i = 0; i < 8; i++) await takeMany(seats, `TO-${i}`, 32);
    await expect(take(seats, "TO-8", "more")).rejects.toMatchObject({
      code: "resource-exhausted",
      message: "Your administration has 256 subscriptions open: end one of them first.",
    });
    await take(seats, "WS-8", "more");
  });

  test("are taken over however many there are, and count until they are let go", async () => {
    const seats = openSeats();
    const ended: string[] = [];
    const older = await take(seats, "TO-liaison", "desk", () => ended.push("older"));
    await takeMany(seats, "TO-liaison", 31);
    const newer = take(seats, "TO-liaison", "desk");
    expect(ended).toEqual(["older"]);
    older[Symbol.dispose]();
    const held = await newer;
    await expect(take(seats, "TO-liaison", "more")).rejects.toThrow("32 subscriptions");
    held[Symbol.dispose]();
    await take(seats, "TO-liaison", "more");
  });
});
