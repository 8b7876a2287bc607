// What an exchange can not do without, in one process: receive, verify, store with the record, answer;
// marker and copies, records of release, push, records of receipt; and the rows of the log and of the
// lists. Whatever has gathered goes together.
import { NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { receivers } from "../notices.ts";
import { endsWithBenchmark } from "./ending.ts";
import { type BareLane, openLane } from "./lane.ts";
import { openBareRows } from "./log-rows.ts";
import { fanOutMessages } from "./messages.ts";
import { publicKey, verified } from "./notice.ts";
import { copyOf, receiving, type Receiver } from "./pushing.ts";
import { recordLines } from "./records.ts";
import { publishStream, serve } from "./server.ts";
import { openBareStore } from "./store.ts";

const [natsUrl = "", logUrl = "", feedsUrl = "", x = ""] = process.argv.slice(2);
const key = publicKey(x);
const store = await openBareStore(natsUrl);
const rows = await openBareRows(logUrl, feedsUrl);
endsWithBenchmark(store, rows);
const open = new Map<string, Receiver>();
const lanes = new Map<string, BareLane>();
const addressed = ["FJ", ...receivers];
let notices = 0;

serve(
  publishStream((received, stands) => {
    verified(key, received, () => {
      const { notice, bytes } = received;
      const number = notices++;
      const { id } = NoticeHeader.decode(notice.header);
      const { accepted, routed } = recordLines;
      const subject = `bare.notice.${number}`;
      store.store([{ subject, payload: bytes, lines: accepted }], () => {
        stands();
        rows.log({ step: "accepted", participant: "FJ", line: accepted, notices: [id] });
        store.store(fanOutMessages(notice, number, addressed), () => {
          rows.log({ step: "routed", participant: "", line: routed, notices: [id] });
          rows.list();
          const copy = copyOf(notice);
          for (const participant of receivers) laneOf(participant)?.add({ id, copy });
        });
      });
    });
  }),
  receiving(open),
);

function laneOf(participant: string): BareLane | undefined {
  let lane = lanes.get(participant);
  const receiver = open.get(participant);
  if (!lane && receiver) {
    lanes.set(participant, (lane = openLane({ participant, receiver, store, rows })));
  }
  return lane;
}
