import { shellWords } from "./shell-words.ts";
import { light, theme, themes } from "./theme.ts";
import { inLanguage, labelled, language, speak } from "./words/words.ts";

/** Goes to the other language, which is named in itself. */
export function LanguageSwitch() {
  const [other, name] =
    language.value === "en" ? (["fr", "Français"] as const) : (["en", "English"] as const);
  return (
    <button type="button" class="button-quiet" lang={other} onClick={() => speak(other)}>
      {name}
    </button>
  );
}

const signs = { system: "◐", light: "☀", dark: "☾" } as const;

/** Goes to the next theme. */
export function ThemeSwitch() {
  const words = inLanguage(shellWords);
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  const label = labelled(words.theme, words.themes[theme.value]);
  return (
    <button
      type="button"
      class="button-quiet"
      title={label}
      aria-label={label}
      onClick={() => light(next)}
    >
      {signs[theme.value]}
    </button>
  );
}
