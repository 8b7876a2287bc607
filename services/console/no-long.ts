// Stands in pages for the package `long`: see packages/contract/protobuf.js.
export default null;
