import { useTitle } from "../../parts/title.ts";
import { inLanguage } from "../../words/words.ts";
import { AlertsPanel } from "./alerts/alerts-panel.tsx";
import { Appearance } from "./appearance.tsx";
import { DeviceKeyPanel } from "./device-key.tsx";
import { KeptHere } from "./kept-here.tsx";
import { settingsWords } from "./settings-words.ts";
import { Subscriptions } from "./subscriptions.tsx";

export default function SettingsPage() {
  const words = inLanguage(settingsWords);
  useTitle(words.title);
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <DeviceKeyPanel />
      <AlertsPanel />
      <Appearance />
      <Subscriptions />
      <KeptHere />
    </div>
  );
}
