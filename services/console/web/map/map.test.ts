import { readFileSync } from "node:fs";
import { Kind, Precedence, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import type { FoundPlace } from "@talanoa/sharing/map/whereabouts.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { greatCircles, pathText } from "./great-circle.ts";
import { coastsOf, type LandTopology } from "./land.ts";
import { markTowards, marksOf, noticesAt } from "./marks.ts";
import { DRAWN, isDrawn, PACIFIC, project } from "./mercator.ts";
import type { SeenNotice } from "./seen-notice.ts";
import { boxAround, clamped, fitted, panned, pixelOf, zoomed } from "./view.ts";

const suva = { latitude: -18.14, longitude: 178.44 };
const apia = { latitude: -13.83, longitude: -171.76 };

describe("the map", () => {
  test("has the date line in its middle, Fiji to its west and Samoa to its east", () => {
    expect(project({ latitude: 0, longitude: 180 }).x).toBe(0);
    expect(project({ latitude: 0, longitude: 180 }).y).toBeCloseTo(0);
    expect(project({ latitude: 0, longitude: -180 }).x).toBe(0);
    expect(project(suva).x).toBeCloseTo(-1.56);
    expect(project(apia).x).toBeCloseTo(8.24);
    expect(project(suva).y).toBeGreaterThan(18);
  });

  test("has a place for every point on the earth", () => {
    const latitude = fc.double({ min: -90, max: 90, noNaN: true });
    const longitude = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(latitude, longitude, (latitude, longitude) => {
        const { x, y } = project({ latitude, longitude });
        expect(Number.isFinite(y) && x >= -210 && x <= 150).toBe(true);
      }),
    );
  });

  test("has coasts that are whole over the date line", () => {
    const file = import.meta.resolve("world-atlas/land-50m.json");
    const coasts = coastsOf(JSON.parse(readFileSync(new URL(file), "utf8")) as LandTopology);
    expect(coasts.length).toBeGreaterThan(500);
    // No coast jumps across the map: of those that are seen none was cut open.
    const jumps = coasts.flatMap((ring) =>
      ring.filter((spot, i) => {
        const before = ring[i - 1];
        return before && isDrawn(spot) && isDrawn(before) && Math.abs(before.x - spot.x) > 90;
      }),
    );
    expect(jumps).toEqual([]);
    // Chukotka reaches over it.
    const across = coasts.filter((ring) => {
      const box = boxAround(ring, 0)!;
      return box.west < -1 && box.east > 1 && box.south < 60;
    });
    expect(across).toHaveLength(1);
  });
});

describe("a route", () => {
  test("is a great circle: from Sydney to Santiago it goes far south of both", () => {
    const [line, ...more] = greatCircles([
      { latitude: -33.87, longitude: 151.2 },
      { latitude: -33.45, longitude: -70.67 },
    ]);
    expect(more).toEqual([]);
    expect(Math.max(...line!.map(({ y }) => y))).toBeGreaterThan(
      project({ latitude: -60, longitude: 180 }).y,
    );
    expect(line!.every(({ x }, i) => i === 0 || x > line![i - 1]!.x)).toBe(true);
  });

  test("that leaves the map on one side and comes back on the other is two lines", () => {
    const lines = greatCircles([
      { latitude: 10, longitude: -20 },
      { latitude: 10, longitude: -40 },
    ]);
    expect(lines).toHaveLength(2);
  });

  test("of one point, and of none, is no line", () => {
    expect(greatCircles([suva])).toEqual([]);
    expect(greatCircles([])).toEqual([]);
    expect(greatCircles([suva, suva]).every((line) => line.length > 1)).toBe(true);
  });

  test("is drawn from its first spot", () => {
    expect(
      pathText([
        { x: 1, y: 2 },
        { x: 3.456, y: 4 },
      ]),
    ).toBe("M1.00,2.00L3.46,4.00");
  });
});

describe("a view", () => {
  const size = { width: 1200, height: 700 };
  const first = fitted(PACIFIC, size);

  test("has all of a box in it", () => {
    for (const corner of [
      { x: PACIFIC.west, y: PACIFIC.north },
      { x: PACIFIC.east, y: PACIFIC.south },
    ]) {
      const { x, y } = pixelOf(first, corner, size);
      expect(x).toBeGreaterThanOrEqual(-1e-6);
      expect(x).toBeLessThanOrEqual(size.width + 1e-6);
      expect(y).toBeGreaterThanOrEqual(-1e-6);
      expect(y).toBeLessThanOrEqual(size.height + 1e-6);
    }
  });

  test("that comes closer keeps the place under the pointer", () => {
    const at = { x: 900, y: 200 };
    const spot = { x: 30, y: 5 };
    const moved = zoomed(
      { middle: { x: spot.x - 30, y: spot.y + 15 }, scale: 10 },
      2,
      pixelOf({ middle: { x: spot.x - 30, y: spot.y + 15 }, scale: 10 }, spot, size),
      size,
    );
    const after = pixelOf(moved, spot, size);
    expect(moved.scale).toBe(20);
    expect(after.x).toBeCloseTo(900);
    expect(after.y).toBeCloseTo(200);
    expect(at).toEqual({ x: 900, y: 200 });
  });

  test("never shows what is not drawn, whatever is done to it", () => {
    const number = fc.double({ min: -5_000, max: 5_000, noNaN: true });
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, factor, (x, y, by) => {
        const view = zoomed(panned(first, { x, y }, size), by, { x, y }, size);
        const west = view.middle.x - size.width / view.scale / 2;
        const south = view.middle.y + size.height / view.scale / 2;
        expect(west).toBeGreaterThanOrEqual(DRAWN.west - 1e-6);
        expect(south).toBeLessThanOrEqual(DRAWN.south + 1e-6);
        expect(clamped(view, size)).toEqual(view);
      }),
    );
  });

  test("of one spot is not endlessly close", () => {
    const box = boxAround([project(suva)])!;
    expect(box.east - box.west).toBeCloseTo(8);
    expect(boxAround([])).toBeNull();
  });
});

describe("marks", () => {
  let count = 0;
  const place = (at: { latitude: number; longitude: number }): FoundPlace => ({
    ...at,
    role: "scene",
    name: "somewhere",
    exactness: "port",
  });
  const notice = (
    scenes: FoundPlace[],
    precedence: Precedence = Precedence.ROUTINE,
    more: Partial<SeenNotice> = {},
  ): SeenNotice => ({
    key: `FJ/${++count}`,
    ref: { origin: "FJ", id: String(count), version: 1 },
    title: "",
    kind: Kind.ALERT,
    tlp: Tlp.GREEN,
    precedence,
    exercise: false,
    at: count,
    where: { scenes, route: [], carrier: null, unfound: [] },
    ...more,
  });

  test("that would cover each other are one, which counts as its most urgent notice", () => {
    const near = { latitude: suva.latitude + 0.2, longitude: suva.longitude };
    const notices = [notice([place(suva)]), notice([place(near)], Precedence.FLASH)];
    const [far] = marksOf(notices, 8);
    expect(marksOf(notices, 8)).toHaveLength(1);
    expect(far!.precedence).toBe(Precedence.FLASH);
    expect(noticesAt(far!).map(({ key }) => key)).toEqual([notices[1]!.key, notices[0]!.key]);
    expect(marksOf(notices, 160)).toHaveLength(2);
  });

  test("stand at the end of the route where a notice has no scene", () => {
    const where = {
      scenes: [],
      route: [place(suva), place(apia)],
      carrier: null,
      unfound: [],
    };
    const [mark] = marksOf([notice([], Precedence.ROUTINE, { where })], 8);
    expect(mark!.spot).toEqual(project(apia));
  });

  test("beyond the map are left out; the list beside it has them", () => {
    expect(marksOf([notice([place({ latitude: 52, longitude: 5 })])], 8)).toEqual([]);
  });

  test("are gone through by arrows, to the nearest in that direction", () => {
    const at = (longitude: number, latitude: number) => notice([place({ latitude, longitude })]);
    const marks = marksOf([at(170, 0), at(160, 1), at(150, 0), at(170, 20)], 20);
    const from = marks.find(({ spot }) => spot.x === -10 && Math.abs(spot.y) < 1)!;
    expect(markTowards(marks, from, "ArrowLeft")!.spot.x).toBe(-20);
    expect(markTowards(marks, from, "ArrowUp")!.spot.y).toBeLessThan(-19);
    expect(markTowards(marks, from, "ArrowRight")).toBeUndefined();
    expect(markTowards(marks, from, "ArrowDown")).toBeUndefined();
  });
});
