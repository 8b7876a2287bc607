import { InvalidIdentity } from "@talanoa/client/invalid-identity.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { inLanguage } from "../words/words.ts";
import { EarlierStands } from "./earlier-stands.ts";
import { troubleWords } from "./parts-words.ts";

/** What a browser's databases throw where they keep nothing more. */
const ofStorage: ReadonlySet<string> = new Set(["QuotaExceededError", "UnknownError"]);

/** What a person is told of an error: what to do, then what the hub said of it. */
function troubleText(error: unknown): {
  readonly advice: string;
  readonly said: string;
  readonly violations: HubError["violations"];
} {
  const words = inLanguage(troubleWords);
  if (error instanceof HubError) {
    const { code, message, violations } = error;
    return { advice: words.codes[code], said: message, violations };
  }
  if (error instanceof EarlierStands)
    return { advice: words.earlierStands(error.ref), said: "", violations: [] };
  if (error instanceof InvalidIdentity)
    return { advice: words.noKey, said: error.message, violations: [] };
  if (error instanceof DOMException && ofStorage.has(error.name))
    return { advice: words.noRoom, said: "", violations: [] };
  // What fetch throws when nobody answers.
  if (error instanceof TypeError && !navigator.onLine)
    return { advice: words.noLink, said: "", violations: [] };
  return { advice: words.fault, said: "", violations: [] };
}

/** An error, said so that one knows what to do. */
export function Trouble({
  error,
  again,
}: {
  readonly error: unknown;
  /** Tries once more what failed. */
  readonly again?: () => void;
}) {
  const words = inLanguage(troubleWords);
  const { advice, said, violations } = troubleText(error);
  return (
    <div class="trouble" role="alert">
      <p>{advice}</p>
      {violations.length > 0 ? (
        <ul class="bullets">
          {violations.map(({ field, rule, description }) => (
            <li key={`${field} ${rule}`}>
              <code>{field}</code> {description}
            </li>
          ))}
        </ul>
      ) : (
        said && (
          <details>
            <summary>{words.details}</summary>
            <p>{said}</p>
          </details>
        )
      )}
      {again && (
        <button type="button" onClick={again}>
          {words.again}
        </button>
      )}
    </div>
  );
}
