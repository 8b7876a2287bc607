import { useTitle } from "../../parts/title.ts";
import { LanguageSwitch, ThemeSwitch } from "../../preferences.tsx";
import { inLanguage } from "../../words/words.ts";
import { settingsWords } from "../settings/settings-words.ts";

export default function FeedPage() {
  const words = inLanguage(settingsWords);
  useTitle(words.title);
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <div class="row">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </div>
  );
}
