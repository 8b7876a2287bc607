import { useLocation } from "preact-iso";
import { useTitle } from "../../parts/title.ts";
import { inLanguage } from "../../words/words.ts";
import { DirectorySide } from "./directory-side.tsx";
import { HealthSide } from "./health-side.tsx";
import { secretariatSide, secretariatSides } from "./secretariat-view.ts";
import { secretariatWords } from "./secretariat-words.ts";
import "./secretariat.css";

/** The directory and the health of the hub, for the Secretariat. */
export default function SecretariatPage() {
  const words = inLanguage(secretariatWords);
  const { path } = useLocation();
  const side = secretariatSide(path);
  useTitle(words.title);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        <nav class="sides" aria-label={words.title}>
          {secretariatSides.map((each) => (
            <a
              key={each}
              href={`/secretariat/${each}`}
              aria-current={each === side ? "page" : undefined}
            >
              {words.sides[each]}
            </a>
          ))}
        </nav>
      </div>
      {side === "health" ? <HealthSide /> : <DirectorySide key={side} side={side} />}
    </div>
  );
}
