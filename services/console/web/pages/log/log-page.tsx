import { useLocation } from "preact-iso";
import { useTitle } from "../../parts/title.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { FiguresSide } from "./figures-side.tsx";
import { logPath, logSides, type LogView, logView } from "./log-view.ts";
import { logWords } from "./log-words.ts";
import { MatrixSide } from "./matrix-side.tsx";
import { ProofSide } from "./proof-side.tsx";
import { QuerySide } from "./query-side.tsx";
import { ReasonAsked } from "./reason-asked.tsx";
import { TrailSide } from "./trail-side.tsx";
import "./log.css";

/** The exchange log for auditors. */
export default function LogPage() {
  const words = inLanguage(logWords);
  const { path } = useLocation();
  const view = logView(path);
  const { roles } = useSession().hub.identity;
  // A desk reads the story of its own notices, and nothing else of the log.
  const isAuditor = roles.includes("auditor");
  useTitle(words.title);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        {isAuditor && (
          <nav class="sides" aria-label={words.title}>
            {logSides.map((side) => (
              <a
                key={side}
                href={logPath(side)}
                aria-current={side === view.name ? "page" : undefined}
              >
                {words.sides[side]}
              </a>
            ))}
          </nav>
        )}
      </div>
      {isAuditor || view.name === "trail" ? (
        <ReasonAsked isOwnStory={!isAuditor}>
          <Side view={view} />
        </ReasonAsked>
      ) : (
        <Empty title={words.auditorsOnly} />
      )}
    </div>
  );
}

function Side({ view }: { readonly view: LogView }) {
  switch (view.name) {
    case "query":
      return <QuerySide />;
    case "figures":
      return <FiguresSide />;
    case "matrix":
      return <MatrixSide />;
    case "proof":
      return <ProofSide />;
    case "trail":
      return <TrailSide origin={view.origin} id={view.id} />;
  }
  return view satisfies never;
}
