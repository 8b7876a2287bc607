import { decidedVersion } from "@talanoa/client/explain.ts";
import { state } from "@talanoa/client/state.ts";
import { type EndedNotice, Ending } from "@talanoa/contract/generated/talanoa.ts";
import { useEffect, useState } from "preact/hooks";
import { browserStore } from "../../browser-store.ts";
import { thisDevice } from "../../hub/this-device.ts";
import { Refused } from "../../parts/refused.tsx";
import { Time } from "../../parts/time.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";
import { forgetRecall } from "./withdrawal.ts";

/** That a notice which one held has ended; who held a copy says here that its own are destroyed. */
export function Ended({ ended: { notice, ending, endedAt } }: { readonly ended: EndedNotice }) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const act = useAct();
  const [isDone, setDone] = useState(false);
  const isRecalled = ending === Ending.RECALLED;
  const isOwn = notice?.origin === hub.identity.participant;
  useEffect(() => {
    if (notice && isOwn) forgetRecall(hub, notice, browserStore);
  }, [hub, notice, isOwn]);
  const destroyed = async () => {
    const done = await act.run(async () => {
      await state(hub, await decidedVersion(hub, notice!), { destroyed: {} });
    });
    setDone(done);
  };
  return (
    <div class="panel notice-ended" role="alert">
      <p>
        <strong>{isRecalled ? words.recalledSays : words.expiredSays}</strong>
      </p>
      <p>
        {isRecalled ? words.recalledAt : words.expiredAt}: <Time at={endedAt} />
      </p>
      {notice && !isOwn && (
        <>
          <p>{isDone ? words.destroyedDone : words.destroyHint}</p>
          {thisDevice.value && !isDone && (
            <button type="button" disabled={act.isBusy} onClick={() => void destroyed()}>
              {words.destroyed}
            </button>
          )}
          <Refused error={act.error} />
        </>
      )}
    </div>
  );
}
