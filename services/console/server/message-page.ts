import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What can go wrong while there is no page yet, in both languages of the console. */
const messages = {
  "issuer-away": {
    en: "The place where you sign in does not answer. Try again in a minute.",
    fr: "Le service de connexion ne répond pas. Réessayez dans une minute.",
  },
  "attempt-over": {
    en: "Signing in took more than ten minutes, or was begun in another window. Try again.",
    fr: "La connexion a pris plus de dix minutes, ou a commencé dans une autre fenêtre. Réessayez.",
  },
  "not-granted": {
    en: "You were not signed in. Try again, or ask your administrator.",
    fr: "La connexion a été refusée. Réessayez, ou adressez-vous à votre administrateur.",
  },
  "no-role": {
    en: "Your account has no role at the hub. Ask the Secretariat for one.",
    fr: "Votre compte n’a aucun rôle dans le système. Demandez-en un au Secrétariat.",
  },
  "not-built": {
    en: "The pages of the console are not there: run node scripts/build-web.mjs.",
    fr: "Les pages de la console sont absentes : exécutez node scripts/build-web.mjs.",
  },
} as const;

/** Answers with a plain page that says what is wrong and leads to signing in. */
export function messagePage(
  c: Context,
  status: ContentfulStatusCode,
  message: keyof typeof messages,
): Response | Promise<Response> {
  const { en, fr } = messages[message];
  c.header("cache-control", "no-store");
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Talanoa</title>
        <h1>Talanoa</h1>
        <p>${en} <a href="/sign-in">Sign in</a></p>
        <p lang="fr">${fr} <a href="/sign-in">Se connecter</a></p>
      </html> `,
    status,
  );
}
