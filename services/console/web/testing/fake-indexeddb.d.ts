/** Names the storage of a browser in Node; the package has no types for this door. */
declare module "fake-indexeddb/auto";
