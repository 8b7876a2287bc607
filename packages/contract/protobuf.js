// protobufjs as the generated code uses it: 64-bit integers are plain numbers, since times in
// milliseconds and stream sequences stay far below 2^53, and unknown fields are kept, so that
// what an older reader passes on is what it was given.
import protobuf from "protobufjs/minimal.js";

protobuf.util.Long = null;
protobuf.configure();
protobuf.Reader.discardUnknown = false;

export default protobuf;
