import { Trouble } from "../../parts/trouble.tsx";
import { unproved } from "./not-proved.ts";
import { NotProved } from "./verdict.tsx";

/** What went wrong with a question: trouble on the way, or a log that does not prove what it says. */
export function Failed({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const reason = unproved(error);
  if (reason !== null) return <NotProved reason={reason} />;
  return again ? <Trouble error={error} again={again} /> : <Trouble error={error} />;
}
