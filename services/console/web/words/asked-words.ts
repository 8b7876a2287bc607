import type { Words } from "./words.ts";

/** A part that its kind must have and that is missing, by the field it is written in. */
export const askedWords: Words<{ readonly [field: string]: string }> = {
  en: {
    where: "Say where it happened.",
    operation: "Say what the operation is: its name, its phase, its start and its objective.",
    request: "Say what you ask, and by when you need the answer.",
    reply: "Say how the request is answered.",
  },
  fr: {
    where: "Dites où cela s’est passé.",
    operation: "Dites ce qu’est l’opération : son nom, sa phase, son début et son objectif.",
    request: "Dites ce que vous demandez, et pour quand il vous faut la réponse.",
    reply: "Dites l’issue de la demande.",
  },
};
