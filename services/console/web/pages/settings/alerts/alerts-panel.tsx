import {
  type NotificationState,
  NotificationService,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { useEffect, useState } from "preact/hooks";
import { Answered } from "../../../parts/answered.tsx";
import { useAsked } from "../../../parts/use-asked.ts";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import { AlertChoices } from "./alert-choices.tsx";
import { alertsWords } from "./alerts-words.ts";
import { DeviceAlerts } from "./device-alerts.tsx";
import { EmailAlerts } from "./email-alerts.tsx";
import { TestAlerts } from "./test-alerts.tsx";

/** What an officer is told of while it is away, and where. Who reads no feed has none of it. */
export function AlertsPanel() {
  const { roles } = useSession().hub.identity;
  return roles.includes("liaison") || roles.includes("publisher") ? <Alerts /> : null;
}

/** What a part of the panel works with. */
export interface AlertsPart {
  readonly state: NotificationState;
  /** Shows what a call changed. */
  readonly changed: (state: NotificationState | null) => void;
}

function Alerts() {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const asked = useAsked(
    async (signal) => (await hub.call(NotificationService.getNotifications, {}, { signal })).state!,
    [hub],
  );
  const [state, setState] = useState<NotificationState | null>(null);
  useEffect(() => setState(asked.answer), [asked.answer]);
  // A hub may do without.
  if (asked.error instanceof HubError && asked.error.code === "unimplemented") return null;
  const changed = (its: NotificationState | null) => its && setState(its);
  return (
    <section class="panel stack" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      <Answered asked={{ ...asked, answer: state }}>
        {(its) => (
          <>
            <AlertChoices state={its} changed={changed} />
            <EmailAlerts state={its} changed={changed} />
            <DeviceAlerts state={its} changed={changed} />
            <TestAlerts state={its} />
            <p class="quiet">{words.lapses(its.lapsesDays)}</p>
          </>
        )}
      </Answered>
    </section>
  );
}
