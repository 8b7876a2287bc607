import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portOfName } from "../codes/port-names.ts";
import { portOf } from "../codes/ports.ts";
import { compose } from "../notice/compose.ts";
import { parseDraft } from "../notice/draft.ts";
import { newId } from "../notice/id.ts";
import { openNotice } from "../notice/open.ts";
import { seal } from "../notice/seal.ts";
import {
  fullAlert,
  fullReply,
  fullRiskFlag,
  now,
  signWithKey,
  steadyBytes,
} from "../notice/testing/sample-notice.ts";
import { countryPoints } from "./country-point.ts";
import { arcBetween } from "./point.ts";
import { whereaboutsOf } from "./whereabouts.ts";

const points = countryPoints(new Map([["TO", { latitude: -21.1, longitude: -175.2 }]]));

async function whereabouts(draft: object) {
  const { sealed } = await seal(compose(parseDraft(draft), "FJ"), {
    origin: "FJ",
    id: newId(now, steadyBytes("id")),
    version: 1,
    issuedAt: now,
    keyId: "key",
    random: steadyBytes(),
    sign: signWithKey,
  });
  return whereaboutsOf(openNotice(SealedNotice.decode(sealed)), points);
}

describe("where a notice says that something happened", () => {
  test("is the position that it gives, before the port that it names", async () => {
    const { scenes, carrier } = await whereabouts(fullAlert());
    expect(scenes).toEqual([
      {
        role: "scene",
        name: "Nuku Hiva",
        latitude: -8.9,
        longitude: -140.1,
        exactness: "position",
      },
    ]);
    expect(carrier).toEqual({ by: "vessel", name: "Sample" });
  });

  test("is a port by its code or its name, and else the point of its country", async () => {
    const where = ["FJSUV", { name: "Apia", country: "WS" }, { name: "A reef", country: "TO" }];
    const { scenes } = await whereabouts({ ...fullAlert(), where, route: undefined });
    const { latitude, longitude } = portOf("FJSUV")!;
    expect(scenes.map(({ name, exactness }) => [name, exactness])).toEqual([
      ["Suva", "port"],
      ["Apia", "port"],
      ["A reef", "country"],
    ]);
    expect(scenes[0]).toMatchObject({ latitude, longitude });
    expect(scenes[2]).toMatchObject({ latitude: -21.1, longitude: -175.2 });
  });

  test("is named where no point is known", async () => {
    const where = [{ name: "Somewhere\u202e", country: "CH" }];
    const { scenes, unfound } = await whereabouts({ ...fullAlert(), where, route: undefined });
    expect(scenes).toEqual([]);
    expect(unfound).toEqual(["Somewhere<U+202E>"]);
  });
});

test("a route goes from its origin to its destination, in order", async () => {
  const { route } = await whereabouts(fullAlert());
  expect(route.map(({ role, name }) => [role, name])).toEqual([
    ["origin", "Mexico"],
    ["departure", "Panama"],
    ["transit", "Tonga"],
    ["transit", "Apia"],
    ["destination", "Australia"],
  ]);
});

test("a risk flag has its flight from airport to airport", async () => {
  const { route, scenes, carrier } = await whereabouts(fullRiskFlag());
  expect(scenes).toEqual([]);
  expect(carrier).toEqual({ by: "flight", name: "ZZ410" });
  expect(route.map(({ role, exactness }) => [role, exactness])).toEqual([
    ["departure", "port"],
    ["transit", "port"],
    ["destination", "port"],
  ]);
});

test.each([
  [{ mode: "4", flight: "FJ911", name: "Island Star" }, "flight", "FJ911"],
  [{ flight: "FJ911" }, "flight", "FJ911"],
  [{ mmsi: "351000000", type: "yacht" }, "vessel", "yacht"],
  [{ mode: "3", registration: "AB 123" }, "other", "AB 123"],
])("what carried it is told by its mode, or by its numbers: %o", async (conveyance, by, name) => {
  const { carrier } = await whereabouts({ ...fullAlert(), conveyance });
  expect(carrier).toEqual({ by, name });
});

test("a notice without places has none", async () => {
  expect(await whereabouts(fullReply())).toEqual({
    scenes: [],
    route: [],
    carrier: null,
    unfound: [],
  });
});

test("a name tells a port, with what is said after it or without", () => {
  expect(portOfName("Noumea, port where brought")?.unlocode).toBe("NCNOU");
  expect(portOfName("nukualofa")?.unlocode).toBe("TOTBU");
  expect(portOfName("Suva", "TO")).toBeUndefined();
  expect(portOfName("At sea")).toBeUndefined();
  expect(portOfName("")).toBeUndefined();
});

test("the point of a country without a Member is a port of its own", () => {
  const panama = points("PA")!;
  expect(arcBetween(panama, { latitude: 9, longitude: -79.5 })).toBeLessThan(2);
  expect(points("CH")).toBeUndefined();
});

test("an arc is the same both ways, over the date line too, and at most half a circle", () => {
  expect(arcBetween({ latitude: 0, longitude: 179 }, { latitude: 0, longitude: -179 })).toBeCloseTo(
    2,
  );
  const point = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  fc.assert(
    fc.property(point, point, (one, other) => {
      expect(arcBetween(one, other)).toBeCloseTo(arcBetween(other, one));
      expect(arcBetween(one, other)).toBeLessThanOrEqual(180);
    }),
  );
});
