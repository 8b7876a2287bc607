import { acknowledge } from "@talanoa/client/state.ts";
import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { useCallback, useEffect, useState } from "preact/hooks";
import { thisDevice } from "../../hub/this-device.ts";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { singleKeys } from "../../single-keys.ts";
import { inLanguage } from "../../words/words.ts";
import { OutcomeDialog } from "../flags/outcome-dialog.tsx";
import { ConsentDialog } from "./consent-dialog.tsx";
import { noticeWords } from "./notice-words.ts";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

type Open = "consent" | "outcome" | "recall" | "erase";

/** What one may do about a notice: each by a statement that this device signs. */
export function Actions({
  notice,
  title,
  isAcknowledged,
  onAcknowledged,
  onChanged,
}: {
  readonly notice: OpenedNotice;
  readonly title: string;
  readonly isAcknowledged: boolean;
  readonly onAcknowledged: () => void;
  /** What is shown is no longer what stands. */
  readonly onChanged: () => void;
}) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const act = useAct();
  const [open, setOpen] = useState<Open | null>(null);
  const [isAsked, setAsked] = useState(false);
  const { origin, id, kind } = notice.header;
  const isOwn = origin === hub.identity.participant;
  const maySign = thisDevice.value !== null;
  const mayAcknowledge = maySign && !isOwn && !isAcknowledged;
  const say = useCallback(async () => {
    if (await act.run(async () => void (await acknowledge(hub, notice)))) onAcknowledged();
  }, [act, hub, notice, onAcknowledged]);
  const hasKey = singleKeys.value;
  useKey("a", hasKey && mayAcknowledge && open === null ? () => void say() : null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  return (
    <div class="notice-actions screen-only">
      <div class="row">
        {mayAcknowledge && (
          <button
            type="button"
            class="button-main"
            aria-keyshortcuts={hasKey ? "a" : undefined}
            title={
              hasKey ? `${words.acknowledgeHint} ${words.acknowledgeKey}` : words.acknowledgeHint
            }
            disabled={act.isBusy}
            onClick={() => void say()}
          >
            {words.acknowledge}
          </button>
        )}
        {maySign && (
          <button type="button" onClick={() => setOpen("outcome")}>
            {words.outcome}
          </button>
        )}
        {maySign && !isOwn && (
          <button type="button" onClick={() => setOpen("consent")}>
            {words.askConsent}
          </button>
        )}
        {maySign && isOwn && kind !== Kind.RISK_FLAG && (
          <a class="button" href={`/publish?amend=${origin}/${id}`}>
            {words.amend}
          </a>
        )}
        {maySign && isOwn && (
          <>
            <button type="button" class="button-grave" onClick={() => setOpen("recall")}>
              {words.recall}
            </button>
            <button type="button" class="button-grave" onClick={() => setOpen("erase")}>
              {words.erase}
            </button>
          </>
        )}
        <button type="button" onClick={() => print()}>
          {words.print}
        </button>
      </div>
      {!maySign && (
        <p class="quiet">
          {words.noKey} <a href="/settings">{words.makeKey}</a>
        </p>
      )}
      {isAsked && <p role="status">{words.asked}</p>}
      <Refused error={act.error} />
      {open === "outcome" && (
        <OutcomeDialog notice={notice} title={title} onDone={done} onClose={close} />
      )}
      {open === "consent" && (
        <ConsentDialog
          notice={notice}
          onClose={close}
          onDone={() => {
            setAsked(true);
            close();
          }}
        />
      )}
      {(open === "recall" || open === "erase") && (
        <WithdrawDialog notice={notice.header} what={open} onClose={close} onDone={done} />
      )}
    </div>
  );
}

/** Does something when a key is pressed alone, outside of what one writes into. */
function useKey(key: string, act: (() => void) | null): void {
  useEffect(() => {
    if (!act) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      const { target, ctrlKey, metaKey, altKey } = event;
      if (event.key !== key || event.repeat || ctrlKey || metaKey || altKey) return;
      if (target instanceof Element && target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [key, act]);
}
