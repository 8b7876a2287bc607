import { expect, test } from "vitest";
import { concernsUs, type FeedView, wholeFeed } from "../feed/feed-view.ts";
import { mapAddress, readMapView } from "./map-address.ts";

test.each<FeedView>([
  wholeFeed,
  concernsUs,
  { ...wholeFeed, exercises: true, words: { kind: ["alert"], text: "yacht" } },
])("the map keeps a view of the feed in its address: %o", (view) => {
  expect(readMapView(mapAddress(view))).toEqual(view);
});

test("the map begins with all of the feed, and has no subscription of its own", () => {
  expect(readMapView("/map")).toEqual(wholeFeed);
  expect(mapAddress({ ...wholeFeed, name: "desk", statements: false })).toBe("/map");
});
