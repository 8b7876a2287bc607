import { addressOf, type FeedView, readView } from "../feed/feed-view.ts";

const BASE = "https://console.invalid";

/** What of the feed the map shows, by its address: filters are those of the feed, and none without a query. */
export function readMapView(address: string): FeedView {
  return readView(`/feed${new URL(address, BASE).search}`);
}

/** The address of the map of a view: read again, it gives the same notices. */
export function mapAddress(view: FeedView): string {
  // What concerns us alone is the feed's own beginning, where it needs no query.
  const address = addressOf({ ...view, statements: true, name: "" });
  return address === "/" ? "/map?concerns=us" : `/map${new URL(address, BASE).search}`;
}
