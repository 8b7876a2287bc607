import { language } from "../words/words.ts";

const names = {
  en: new Intl.DisplayNames("en", { type: "region", fallback: "none" }),
  fr: new Intl.DisplayNames("fr", { type: "region", fallback: "none" }),
};

/** The name of a Member in the language of the page; empty for who has no country's code. */
export function memberName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names[language.value].of(code) ?? "") : "";
}

/** A participant: its code, with its name beside it. */
export function Member({ code }: { readonly code: string }) {
  const name = memberName(code);
  return (
    <span class="member">
      <span class="member-code">{code}</span>
      {name && <span class="member-name"> {name}</span>}
    </span>
  );
}
