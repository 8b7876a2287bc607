import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { useState } from "preact/hooks";
import {
  canBeTold,
  devicePrint,
  subscribeDevice,
  unsubscribeDevice,
} from "../../../alerts/device-subscription.ts";
import { Trouble } from "../../../parts/trouble.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { useAsked } from "../../../parts/use-asked.ts";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import type { AlertsPart } from "./alerts-panel.tsx";
import { alertsWords } from "./alerts-words.ts";

/** Has this device told, or told no more, and says how many are. */
export function DeviceAlerts(part: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { devices, sendsPush } = part.state;
  return (
    <div class="stack">
      <h3>{words.onDevices}</h3>
      {sendsPush ? (
        <>
          {devices.length > 0 && <p>{words.devices(devices.length)}</p>}
          {canBeTold() ? <ThisDevice {...part} /> : <p>{words.notHere}</p>}
        </>
      ) : (
        <p>{words.noDevices}</p>
      )}
    </div>
  );
}

function ThisDevice({ state: { devices, pushKey }, changed }: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const [trouble, setTrouble] = useState<string | null>(null);
  const print = useAsked(async () => (await devicePrint()) ?? new Uint8Array(), [devices]);
  const own = print.answer && devices.find(({ id }) => hex(id) === hex(print.answer!));
  const add = async () => {
    setTrouble(null);
    const made = await subscribeDevice(pushKey).catch(() => "failed" as const);
    if (made === "failed") return setTrouble(words.noService);
    if (!made) return setTrouble(words.forbidden);
    changed((await hub.call(NotificationService.addDevice, made)).state);
  };
  const remove = async () => {
    const { id } = own!;
    changed((await hub.call(NotificationService.removeDevice, { id })).state);
    await unsubscribeDevice();
  };
  return (
    <>
      {own && <p role="status">✓ {words.thisDevice}</p>}
      <button
        type="button"
        disabled={act.isBusy || print.isAsking}
        onClick={() => void act.run(own ? remove : add)}
      >
        {own ? words.removeDevice : words.addDevice}
      </button>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {act.error !== null && <Trouble error={act.error} />}
    </>
  );
}
