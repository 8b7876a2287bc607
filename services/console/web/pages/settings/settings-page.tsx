import { useTitle } from "../../parts/title.ts";
import { useSession } from "../../session.ts";
import { shellWords } from "../../shell-words.ts";
import { inLanguage } from "../../words/words.ts";
import { AlertsPanel } from "./alerts/alerts-panel.tsx";
import { Appearance } from "./appearance.tsx";
import { DeviceKeyPanel } from "./device-key.tsx";
import { KeptHere } from "./kept-here.tsx";
import { settingsWords } from "./settings-words.ts";
import { SingleKeysPanel } from "./single-keys-panel.tsx";
import { Subscriptions } from "./subscriptions.tsx";

export default function SettingsPage() {
  const words = inLanguage(settingsWords);
  const { participant, principal, office } = useSession().hub.identity;
  useTitle(words.title);
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="quiet">
        {inLanguage(shellWords).signedInAs} <strong>{participant}</strong> {office} (
        <span class="mono">{principal}</span>)
      </p>
      <DeviceKeyPanel />
      <AlertsPanel />
      <Appearance />
      <SingleKeysPanel />
      <Subscriptions />
      <KeptHere />
    </div>
  );
}
