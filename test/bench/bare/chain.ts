// The bare chain from publish to delivery: receive, verify, one commit, answer; a batch of nine, one
// commit of the record of release, push to the receivers.
import { receivers } from "../notices.ts";
import { endsWithBenchmark } from "./ending.ts";
import { fanOutMessages } from "./messages.ts";
import { publicKey, verified } from "./notice.ts";
import { copyOf, receiving, type Receiver } from "./pushing.ts";
import { recordLines } from "./records.ts";
import { publishStream, serve } from "./server.ts";
import { openBareStore } from "./store.ts";

const [natsUrl = "", x = ""] = process.argv.slice(2);
const key = publicKey(x);
const store = await openBareStore(natsUrl);
endsWithBenchmark(store);
const open = new Map<string, Receiver>();
const nothing = new Uint8Array();
let notices = 0;

serve(
  publishStream((received, stands) => {
    verified(key, received, () => {
      const number = notices++;
      const accepted = { payload: received.bytes, lines: recordLines.accepted };
      store.store([{ subject: `bare.notice.${number}`, ...accepted }], () => {
        stands();
        store.store(fanOutMessages(received.notice, number, receivers), () => {
          const released = { payload: nothing, lines: recordLines.released(1) };
          store.store([{ subject: "bare.record.released", ...released }], () => {
            const copy = copyOf(received.notice);
            for (const receiver of receivers) open.get(receiver)?.push(copy);
          });
        });
      });
    });
  }),
  receiving(open),
);
