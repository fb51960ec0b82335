/** Boxes of a day: none on another, none outside of the day, none lost while there is a lane for it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_LANES, type Place, placeBoxes } from "#app/domain/calendar/layout.ts";

const overlap = (one: Place, other: Place) =>
  one.from < other.until &&
  other.from < one.until &&
  // As fractions of the day's width: two clusters may be divided differently.
  one.lane / one.lanes < (other.lane + other.wide) / other.lanes - 1e-9 &&
  other.lane / other.lanes < (one.lane + one.wide) / one.lanes - 1e-9;

const days = fc.constantFrom(1440, 1380, 1500, 1410, 1470, 1320, 1560);
const spans = fc.array(
  fc.tuple(fc.integer({ min: -300, max: 1800 }), fc.integer({ min: -30, max: 700 })).map(([from, long]) => ({
    from,
    until: from + long,
  })),
  { maxLength: 30 },
);

test("no two boxes overlap, and each lies within its day and around what it stands for", () => {
  fc.assert(
    fc.property(spans, days, fc.integer({ min: 1, max: 60 }), (wanted, day, least) => {
      const places = placeBoxes(wanted, day, least);
      expect(places).toHaveLength(wanted.length);
      const placed = places.flatMap((place) => place ?? []);
      for (const [index, place] of placed.entries()) {
        expect(place.from).toBeGreaterThanOrEqual(0);
        expect(place.until).toBeLessThanOrEqual(day);
        expect(place.until - place.from).toBeGreaterThanOrEqual(least);
        expect(place.lane + place.wide).toBeLessThanOrEqual(place.lanes);
        expect(place.lanes).toBeLessThanOrEqual(MAX_LANES);
        for (const other of placed.slice(index + 1)) expect(overlap(place, other)).toBe(false);
      }
      for (const [index, { from, until }] of wanted.entries()) {
        const [start, end] = [Math.max(0, from), Math.min(day, until)];
        const place = places[index];
        if (end <= start) expect(place).toBeNull();
        else if (place) {
          expect(place.from).toBeLessThanOrEqual(start);
          expect(place.until).toBeGreaterThanOrEqual(end);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("nobody is left out while there are lanes enough", () => {
  fc.assert(
    fc.property(spans, (wanted) => {
      const few = wanted
        .filter(({ from, until }) => from >= 0 && until > from && until <= 1440)
        .slice(0, MAX_LANES);
      expect(placeBoxes(few, 1440, 20).every((place) => place !== null)).toBe(true);
    }),
  );
});

test("alone it has the whole width; beside another a half; free lanes to its right are its own", () => {
  const at = (from: number, until: number) => ({ from, until });
  expect(placeBoxes([at(540, 600)], 1440, 20)).toEqual([{ ...at(540, 600), lane: 0, wide: 1, lanes: 1 }]);
  // Touching is no overlap.
  expect(placeBoxes([at(540, 600), at(600, 660)], 1440, 20).map((place) => place?.lanes)).toEqual([1, 1]);
  expect(placeBoxes([at(540, 600), at(570, 660)], 1440, 20).map((place) => place?.lane)).toEqual([0, 1]);
  const places = placeBoxes([at(0, 300), at(0, 60), at(0, 60), at(60, 120)], 1440, 20);
  expect(places.map((place) => [place?.lane, place?.wide])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
    [1, 2],
  ]);
});

test("a short one is as high as a line, upwards at the end of the day", () => {
  expect(placeBoxes([{ from: 600, until: 605 }], 1440, 20)[0]).toMatchObject({ from: 600, until: 620 });
  expect(placeBoxes([{ from: 1435, until: 1440 }], 1440, 20)[0]).toMatchObject({ from: 1420, until: 1440 });
});
