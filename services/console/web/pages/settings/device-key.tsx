import { listDirectory } from "@talanoa/client/directory.ts";
import { useState } from "preact/hooks";
import { type DeviceKey, forgetDeviceKey, makeDeviceKey } from "../../hub/device-key.ts";
import { enrol } from "../../hub/enrol.ts";
import { changeThisDevice, thisDevice } from "../../hub/this-device.ts";
import { Answered } from "../../parts/answered.tsx";
import { Refused } from "../../parts/refused.tsx";
import { Time } from "../../parts/time.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { deviceKeyWords } from "./device-key-words.ts";
import { type KeyStanding, keyStanding } from "./key-standing.ts";

/** The key by which one signs on this device: makes it, has it enrolled, says how it stands, and removes it. */
export function DeviceKeyPanel() {
  const words = inLanguage(deviceKeyWords);
  const key = thisDevice.value;
  return (
    <section class="panel stack">
      <h2>{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      {key ? <Standing deviceKey={key} /> : <None />}
    </section>
  );
}

function None() {
  const words = inLanguage(deviceKeyWords);
  return (
    <>
      <p>{words.none}</p>
      <Make />
    </>
  );
}

/** Makes a key, in place of one that stands, and has it enrolled where that is done from here. */
function Make() {
  const words = inLanguage(deviceKeyWords);
  const { hub, enrolment } = useSession();
  const act = useAct();
  const [isAble, setAble] = useState(true);
  const make = async () => {
    let made: DeviceKey;
    try {
      made = await makeDeviceKey(hub.identity.principal, Date.now());
    } catch {
      return setAble(false);
    }
    try {
      if (enrolment) await enrol(made.publicKey);
    } finally {
      // It is kept: one that could not be enrolled yet is shown as such.
      changeThisDevice(hub.identity.principal, made);
    }
  };
  return (
    <>
      <button
        type="button"
        class="button-main"
        disabled={act.isBusy}
        onClick={() => void act.run(make)}
      >
        {words.make}
      </button>
      {!isAble && (
        <p class="trouble" role="alert">
          {words.notHere}
        </p>
      )}
      <Refused error={act.error} />
    </>
  );
}

function Standing({ deviceKey: { signer, publicKey, madeAt } }: { readonly deviceKey: DeviceKey }) {
  const words = inLanguage(deviceKeyWords);
  const { hub } = useSession();
  const { participant } = hub.identity;
  const { keyId } = signer;
  const asked = useAsked(
    async (signal) => {
      const entries = await listDirectory(hub, "key", { signal });
      return keyStanding(entries, { keyId, participant, now: Date.now() });
    },
    [keyId],
  );
  return (
    <>
      <dl class="facts">
        <dt>{words.key}</dt>
        <dd>
          <code>{keyId}</code>
        </dd>
        <dt>{words.made}</dt>
        <dd>
          <Time at={madeAt} />
        </dd>
      </dl>
      <Answered asked={asked}>
        {(standing) => (
          <InDirectory standing={standing} publicKey={publicKey} again={asked.again} />
        )}
      </Answered>
      <Forget />
    </>
  );
}

function InDirectory({
  standing,
  publicKey,
  again,
}: {
  readonly standing: KeyStanding;
  readonly publicKey: string;
  readonly again: () => void;
}) {
  const words = inLanguage(deviceKeyWords);
  const { enrolment } = useSession();
  const act = useAct();
  if (standing === "enrolled") return <p role="status">✓ {words.enrolled}</p>;
  if (standing === "revoked")
    return (
      <>
        <p class="trouble">{words.revoked}</p>
        <Make />
      </>
    );
  return (
    <>
      <p class="stale">{words.notYet}</p>
      {enrolment ? (
        <button
          type="button"
          class="button-main"
          disabled={act.isBusy}
          onClick={() => void act.run(() => enrol(publicKey)).then(again)}
        >
          {words.enrol}
        </button>
      ) : (
        <>
          <p>{words.forSecretariat}</p>
          <dl class="facts">
            <dt>{words.publicKey}</dt>
            <dd>
              <code>{publicKey}</code>
            </dd>
          </dl>
          <button type="button" onClick={again}>
            {words.look}
          </button>
        </>
      )}
      <Refused error={act.error} />
    </>
  );
}

function Forget() {
  const words = inLanguage(deviceKeyWords);
  const { hub } = useSession();
  const act = useAct();
  const [isAsked, ask] = useState(false);
  const forget = async () => {
    await forgetDeviceKey(hub.identity.principal);
    changeThisDevice(hub.identity.principal, null);
  };
  if (!isAsked)
    return (
      <button type="button" onClick={() => ask(true)}>
        {words.forget}
      </button>
    );
  return (
    <div class="stack">
      <p>{words.forgetHint}</p>
      <button
        type="button"
        class="button-grave"
        disabled={act.isBusy}
        onClick={() => void act.run(forget)}
      >
        {words.sure}
      </button>
      <Refused error={act.error} />
    </div>
  );
}
