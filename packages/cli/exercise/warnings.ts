import { deedOf } from "./draft-of.ts";
import { factPlaceOf } from "./fact-place.ts";
import { factsOf } from "./facts-of.ts";
import type { Deed } from "./kinds.ts";
import { outcomeIn } from "./outcome-words.ts";
import { textIn } from "./read-fact.ts";
import type { Inject, Scenario } from "./scenario.ts";
import { kindWarning } from "./unknown-kind.ts";

/** What a scenario says that is played otherwise than it may be meant, each once, with the injects that say it. */
export function warningsOf({ injects }: Pick<Scenario, "injects">): string[] {
  const find = (id: string) => injects.find((its) => its.id === id) ?? null;
  const said = injects.flatMap((inject) =>
    warnings(inject, deedOf(inject, find)).map((what) => ({ what, id: inject.id })),
  );
  return [...Map.groupBy(said, ({ what }) => what)].map(
    ([what, its]) => `${what} (${[...new Set(its.map(({ id }) => id))].join(", ")})`,
  );
}

const placeText = {
  narrative: "it stands in its text, for people",
  persons: "it stands in the section on persons, for people",
  nowhere: "nobody reads it",
};

function warnings(inject: Inject, deed: Deed): string[] {
  const { data } = inject.content;
  const kind = kindWarning(inject);
  const words = textIn(data, "outcome");
  return [
    ...(kind ? [`notice_kind: ${kind}`] : []),
    ...(deed.as === "outcome" && words !== undefined && outcomeIn(words) === null
      ? [`content.data.outcome: "${words}" is no outcome that is known; it is stated as still open`]
      : []),
    ...factsOf(inject).plain.map(({ path, meant, isKnown }) => {
      const why = isKnown ? "the hub does not take it as it is written" : "there is no such fact";
      const advice = meant ? `, did you mean ${meant}?` : "";
      return `content.data.${path}: ${why}${advice}; ${placeText[factPlaceOf(inject, deed)]}`;
    }),
  ];
}
