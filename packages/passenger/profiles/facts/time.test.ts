import { describe, expect, test } from "vitest";
import { daysBetween, hoursBetween, toUtc, weekdayOf, yearsBetween } from "./time.ts";

describe("time between moments", () => {
  test("is in full hours and days", () => {
    expect(hoursBetween("2026-03-10T23:30", "2026-03-11T13:29")).toBe(13);
    expect(daysBetween("2026-02-27T23:00", "2026-03-01")).toBe(2);
    expect(daysBetween("2026-03-11", "2026-03-04")).toBe(-7);
  });

  test("is not known where an end is not, or has no time of day", () => {
    expect(hoursBetween("2026-03-10", "2026-03-11T13:29")).toBeUndefined();
    expect(hoursBetween(undefined, "2026-03-11T13:29")).toBeUndefined();
    expect(daysBetween("2026-03-11", undefined)).toBeUndefined();
  });

  test("has a birthday before the year is full", () => {
    expect(yearsBetween("1984-02-29", "2026-02-28")).toBe(41);
    expect(yearsBetween("1984-02-29", "2026-03-01")).toBe(42);
    expect(yearsBetween("2026-03-12", "2026-03-11")).toBeUndefined();
  });

  test("begins its week on Monday", () => {
    expect(weekdayOf("2026-03-09T10:00")).toBe(1);
    expect(weekdayOf("2026-03-15")).toBe(7);
  });

  test.each([
    ["FJ", "2026-03-11T13:30", "2026-03-11T01:30"],
    ["NZ", "2026-03-11T13:30", "2026-03-11T00:30"],
    ["NZ", "2026-07-11T13:30", "2026-07-11T01:30"],
    ["WS", "2026-03-11T00:15", "2026-03-10T11:15"],
    ["CK", "2026-03-11T13:30", "2026-03-11T23:30"],
    ["GB", "2026-01-11T13:30", "2026-01-11T13:30"],
  ])("is taken from the clock of %s, %s, to UTC", (country, local, utc) => {
    expect(toUtc(local, country)).toBe(utc);
  });

  test("has no UTC in a country that has no clock", () => {
    expect(toUtc("2026-03-11T13:30", "XXA")).toBeUndefined();
    expect(toUtc("2026-03-11T13:30", "QQ")).toBeUndefined();
    expect(toUtc("2026-03-11", "FJ")).toBeUndefined();
  });
});
