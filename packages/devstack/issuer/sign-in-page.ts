import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Desk } from "./people.ts";

/**
 * Whom one can be: a click on a person goes on as that one.
 *
 * @param asked the question of the client, which goes along
 */
export function signInPage(
  desks: readonly Desk[],
  asked: URLSearchParams,
): HtmlEscapedString | Promise<HtmlEscapedString> {
  const hrefOf = (person: string): string => {
    const query = new URLSearchParams(asked);
    query.set("person", person);
    return `authorize?${query.toString()}`;
  };
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>Talanoa demo: who are you?</title>
      <link rel="stylesheet" href="sign-in.css" />
      <main>
        <h1>Who are you?</h1>
        <p>
          The people of the demo, on this machine alone.
          <span lang="fr">Les personnes de la démonstration, sur cette machine seulement.</span>
        </p>
        <ul>
          ${desks.map(
            ({ participant, name, people }) =>
              html`<li>
                <h2>${name} <small>${participant}</small></h2>
                ${people.map(
                  ({ principal, roles }) =>
                    html`<a href="${hrefOf(principal)}" id="${principal}">${roles.join(", ")}</a> `,
                )}
              </li>`,
          )}
        </ul>
      </main>
    </html> `;
}

export const signInStyle = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
ul { display: grid; gap: .5rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); list-style: none; padding: 0; }
h2 { font-size: 1rem; margin: .5rem 0 .25rem; }
small { font-weight: normal; opacity: .75; }
a { border: 1px solid; border-radius: .25rem; color: inherit; display: inline-block; margin: 0 .25rem .25rem 0; padding: .5rem .75rem; text-decoration: none; }
a:hover, a:focus-visible { outline: 2px solid; outline-offset: 1px; }
`;
