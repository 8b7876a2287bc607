/** It has no types of its own: importing it gives the test a browser's storage. */
declare module "fake-indexeddb/auto";
