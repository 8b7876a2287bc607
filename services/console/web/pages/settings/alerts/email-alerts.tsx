import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { useState } from "preact/hooks";
import { TextField } from "../../../parts/text-field.tsx";
import { Trouble } from "../../../parts/trouble.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import type { AlertsPart } from "./alerts-panel.tsx";
import { alertsWords } from "./alerts-words.ts";

/** The address by e-mail: gives one, confirms it by its code, and removes it. */
export function EmailAlerts(part: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { address, newAddress, sendsEmail } = part.state;
  return (
    <div class="stack">
      <h3>{words.email}</h3>
      {!sendsEmail && <p>{words.noEmail}</p>}
      {address ? (
        <p role="status">✓ {words.told(address.email)}</p>
      ) : (
        sendsEmail && !newAddress && <p>{words.none}</p>
      )}
      {address && address.failingSince > 0 && <p class="stale">{words.failing}</p>}
      {newAddress && <Confirm {...part} />}
      {sendsEmail && <GiveAddress key={newAddress?.email} {...part} />}
      {(address || newAddress) && <Remove {...part} />}
    </div>
  );
}

function GiveAddress({ state: { address, newAddress }, changed }: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const [email, setEmail] = useState("");
  const send = async () => {
    changed((await hub.call(NotificationService.setAddress, { email })).state);
    setEmail("");
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(send);
      }}
    >
      <TextField
        label={words.address}
        value={email}
        onInput={setEmail}
        fault={faultOf(act.error, words.rules)}
        required
      />
      <button
        type="submit"
        class={address || newAddress ? "" : "button-main"}
        disabled={act.isBusy}
      >
        {address || newAddress ? words.sendAgain : words.send}
      </button>
      <OtherFault error={act.error} />
    </form>
  );
}

function Confirm({ state: { newAddress }, changed }: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const [code, setCode] = useState("");
  const confirm = async () =>
    changed((await hub.call(NotificationService.confirmAddress, { code })).state);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(confirm);
      }}
    >
      <p role="status">{words.unconfirmed(newAddress?.email ?? "")}</p>
      <TextField
        label={words.code}
        value={code}
        onInput={setCode}
        fault={faultOf(act.error, words.rules)}
        required
      />
      <button type="submit" class="button-main" disabled={act.isBusy}>
        {words.confirm}
      </button>
      <OtherFault error={act.error} />
    </form>
  );
}

function Remove({ changed }: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const remove = async () => changed((await hub.call(NotificationService.removeAddress, {})).state);
  return (
    <>
      <button type="button" disabled={act.isBusy} onClick={() => void act.run(remove)}>
        {words.remove}
      </button>
      {act.error !== null && <Trouble error={act.error} />}
    </>
  );
}

/** What is wrong with what was written, in the language of the page; undefined when something else is. */
function faultOf(error: unknown, rules: { readonly [rule: string]: string }): string | undefined {
  if (!(error instanceof HubError)) return undefined;
  const [first] = error.violations;
  return first && rules[first.rule];
}

function OtherFault({ error }: { readonly error: unknown }) {
  const { rules } = inLanguage(alertsWords);
  return error === null || faultOf(error, rules) ? null : <Trouble error={error} />;
}
