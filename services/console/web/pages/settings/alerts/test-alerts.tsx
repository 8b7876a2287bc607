import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";
import { useState } from "preact/hooks";
import { Trouble } from "../../../parts/trouble.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import type { AlertsPart } from "./alerts-panel.tsx";
import { alertsWords } from "./alerts-words.ts";

/** Sends a test to wherever one is told. */
export function TestAlerts({ state: { address, devices } }: Pick<AlertsPart, "state">) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const [isSent, setSent] = useState(false);
  const test = async () => {
    setSent(false);
    await hub.call(NotificationService.testNotifications, {});
    setSent(true);
  };
  if (!address && devices.length === 0) return null;
  return (
    <>
      <button type="button" disabled={act.isBusy} onClick={() => void act.run(test)}>
        {words.test}
      </button>
      <span role="status">{isSent && words.tested}</span>
      {act.error !== null && <Trouble error={act.error} />}
    </>
  );
}
