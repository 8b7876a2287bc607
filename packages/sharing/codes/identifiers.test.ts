import { describe, expect, test } from "vitest";
import { isContainerNumber, isFlight, isImoNumber, isMmsi } from "./identifiers.ts";

describe("a number of a ship, container or flight is taken", () => {
  test("for an IMO number with its check digit only", () => {
    // 9074729 is the example of the IMO number scheme.
    for (const imo of ["9999993", "9074729"]) expect(isImoNumber(imo)).toBe(true);
    for (const imo of ["9074728", "907472", "IMO9074729", ""]) expect(isImoNumber(imo)).toBe(false);
  });

  test("for a container number with its check digit only", () => {
    // CSQU3054383 is the example of ISO 6346.
    for (const code of ["ZZZU1234564", "CSQU3054383"]) expect(isContainerNumber(code)).toBe(true);
    for (const code of ["CSQU3054384", "CSQA3054383", "csqu3054383", "CSQU305438"]) {
      expect(isContainerNumber(code)).toBe(false);
    }
  });

  test("for an MMSI in any of its forms", () => {
    for (const mmsi of ["520000001", "005200001", "052000001", "111520001", "970000001"]) {
      expect(isMmsi(mmsi)).toBe(true);
    }
    for (const mmsi of ["120000001", "52000000", "971000001", "5200000011"]) {
      expect(isMmsi(mmsi)).toBe(false);
    }
  });

  test("for a flight of a carrier with two or three characters", () => {
    for (const flight of ["FJ911", "FJI911", "5W1", "NZ1234A"]) expect(isFlight(flight)).toBe(true);
    for (const flight of ["911", "12345", "FJ", "FJ12345", "fj911"]) {
      expect(isFlight(flight)).toBe(false);
    }
  });
});
