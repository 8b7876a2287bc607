import { inLanguage } from "../../words/words.ts";
import { searchFor } from "../search/written.ts";
import { filterWords } from "./feed-words.ts";

/** To the search in all that notices say, with the words that one looked for in titles. */
export function SearchLink({ text = "" }: { readonly text?: string | undefined }) {
  return (
    <a href="/search" onClick={() => text && searchFor(text)}>
      {inLanguage(filterWords).search}
    </a>
  );
}
