import type { ComponentChildren } from "preact";
import { Trouble } from "./trouble.tsx";
import type { Asked } from "./use-asked.ts";
import { Loading } from "./waiting.tsx";

/** What was asked for once it is there; until then that it is awaited, and what went wrong above the last answer. */
export function Answered<Answer>({
  asked,
  children,
}: {
  readonly asked: Asked<Answer>;
  readonly children: (answer: Answer) => ComponentChildren;
}) {
  const { answer, error, isAsking, again } = asked;
  return (
    <>
      {error !== null && <Trouble error={error} again={again} />}
      {answer === null ? isAsking && error === null && <Loading /> : children(answer)}
    </>
  );
}
