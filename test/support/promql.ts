import { parser } from "@prometheus-io/lezer-promql";

/** The names of the series that an expression asks for, each once. Throws with the place that is not PromQL. */
export function seriesOf(expression: string): string[] {
  const names = new Set<string>();
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`no PromQL at ${from} of: ${expression}`);
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector")
        names.add(expression.slice(from, to));
    },
  });
  return [...names];
}

/** The labels by which an expression chooses and groups, each once. */
export function labelsOf(expression: string): string[] {
  const names = new Set<string>();
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.name === "LabelName") names.add(expression.slice(from, to));
    },
  });
  return [...names];
}
