// The unavoidable parts of accepting a notice, and nothing else: receive on a gRPC stream, verify the
// signature, store the same bytes in batches, answer.
import { endsWithBenchmark } from "./ending.ts";
import { publicKey, verified } from "./notice.ts";
import { recordLines } from "./records.ts";
import { publishStream, serve } from "./server.ts";
import { openBareStore } from "./store.ts";

const [natsUrl = "", x = ""] = process.argv.slice(2);
const key = publicKey(x);
const lines = recordLines.accepted;
const store = await openBareStore(natsUrl);
endsWithBenchmark(store);
let notices = 0;

serve(
  publishStream((notice, stands) => {
    verified(key, notice, () => {
      const subject = `bare.notice.${notices++}`;
      store.store([{ subject, payload: notice.bytes, lines }], stands);
    });
  }),
);
