import { Field } from "../../parts/field.tsx";
import { shellWords } from "../../shell-words.ts";
import { light, type Theme, theme, themes } from "../../theme.ts";
import { inLanguage, type Language, language, speak } from "../../words/words.ts";
import { settingsWords } from "./settings-words.ts";

/** Each in itself. */
const languages: { readonly [Each in Language]: string } = { en: "English", fr: "Français" };

/** How the pages look and in which language they speak. */
export function Appearance() {
  const words = inLanguage(settingsWords);
  const names = inLanguage(shellWords).themes;
  return (
    <section class="panel" aria-label={words.appearance}>
      <h2>{words.appearance}</h2>
      <Field label={words.language}>
        {(control) => (
          <select
            {...control}
            value={language.value}
            onChange={({ currentTarget: { value } }) => speak(value as Language)}
          >
            {Object.entries(languages).map(([each, name]) => (
              <option key={each} value={each} lang={each}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.theme}>
        {(control) => (
          <select
            {...control}
            value={theme.value}
            onChange={({ currentTarget: { value } }) => light(value as Theme)}
          >
            {themes.map((each) => (
              <option key={each} value={each}>
                {names[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </section>
  );
}
