import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { Trouble } from "./trouble.tsx";

/** Why what was written cannot be sent, rule by rule; any other error as Trouble says it. Nothing without an error. */
export function Refused({ error }: { readonly error: unknown }) {
  if (error === null) return null;
  if (!(error instanceof InvalidNotice)) return <Trouble error={error} />;
  return (
    <ul class="trouble trouble-violations" role="alert">
      {error.violations.map(({ field, rule, description }) => (
        <li key={`${field} ${rule}`}>
          <code>{field}</code> {description}
        </li>
      ))}
    </ul>
  );
}
