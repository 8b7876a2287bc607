import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { keptOf } from "../feed/kept.ts";
import { settingsWords } from "./settings-words.ts";

/** The views of the feed that an officer named in this browser. */
export function Subscriptions() {
  const words = inLanguage(settingsWords);
  const kept = keptOf(useSession().hub.identity);
  const subscriptions = kept.subscriptions.value;
  return (
    <section class="panel" aria-label={words.subscriptions}>
      <h2>{words.subscriptions}</h2>
      <p class="quiet">
        {subscriptions.length > 0 ? words.subscriptionsHint : words.noSubscriptions}
      </p>
      <ul class="stack">
        {subscriptions.map(({ name, address }) => (
          <li key={name} class="row">
            <a href={address}>{name}</a>
            <button type="button" onClick={() => kept.forget(name)}>
              {words.forget(name)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
