import type { ASTNode } from "@marcbachmann/cel-js";
import { NotAllowed } from "./not-allowed.ts";
import {
  elementOf,
  footprint,
  larger,
  length,
  listOf,
  literal,
  type Part,
  sizeOf,
  sum,
} from "./part.ts";
import type { ValueType } from "./value-type.ts";
import { variables, vocabulary } from "./vocabulary.ts";

type Scope = ReadonlyMap<string, Part>;

export interface Measured {
  readonly cost: number;
  /** Fields that are read, by the node that reads them. */
  readonly reads: ReadonlyMap<unknown, string>;
}

const bool: ValueType = { type: "bool" };

const global = new Map<string, Part>(
  variables.map((name) => [name, { value: vocabulary[name], cost: 1, path: name }]),
);

/**
 * The most that a checked expression can cost, whatever the traveller: every list and text has a bound, and
 * lists are gone through as often as they stand inside one another. Only what is named here is allowed:
 * nothing whose cost has no bound (regular expressions), and nothing that a profile does not need.
 * @throws NotAllowed
 */
export function measure(
  expression: ASTNode,
  groups: ReadonlyMap<string, { size: number }>,
): Measured {
  const reads = new Map<unknown, string>();

  function measureIn(node: ASTNode, scope: Scope): Part {
    switch (node.op) {
      case "value":
        return literal(node, node.args);
      case "id": {
        const part = scope.get(node.args);
        if (!part) throw new NotAllowed("not-allowed", `A profile may not use ${node.args}.`, node);
        reads.set(node, part.path ?? node.args);
        return part;
      }
      case ".":
        return field(node, measureIn(node.args[0], scope), node.args[1]);
      case "[]":
        return element(node, measureIn(node.args[0], scope), measureIn(node.args[1], scope));
      case "list":
        return listOf(node.args.map((each) => measureIn(each, scope)));
      case "?:": {
        const [condition, yes, no] = node.args.map((each) => measureIn(each, scope)) as Three;
        const cost = 1 + condition.cost + Math.max(yes.cost, no.cost);
        return { value: larger(yes.value, no.value), cost };
      }
      case "!_":
      case "-_": {
        const { value, cost } = measureIn(node.args, scope);
        return { value, cost: cost + 1 };
      }
      case "&&":
      case "||":
      case "==":
      case "!=":
      case "<":
      case "<=":
      case ">":
      case ">=":
      case "in":
      case "+":
      case "-":
      case "*":
      case "/":
      case "%":
        return operation(node, measureIn(node.args[0], scope), measureIn(node.args[1], scope));
      case "call":
        return call(node, node.args[0], node.args[1], scope);
      case "rcall":
        return method(node, node.args, scope);
      default:
        throw new NotAllowed("not-allowed", `A profile may not use \`${node.op}\`.`, node);
    }
  }

  function field(node: ASTNode, of: Part, name: string): Part {
    const { value, cost } = of;
    if (value.type !== "object" || !Object.hasOwn(value.fields, name)) {
      throw new NotAllowed("unknown-field", `No such key: ${name}.`, node);
    }
    const path = `${of.path ?? value.name}.${name}`;
    reads.set(node, path);
    return { value: value.fields[name]!, cost: cost + 1, path };
  }

  function element(node: ASTNode, of: Part, index: Part): Part {
    if (of.value.type !== "list") {
      throw new NotAllowed("not-allowed", "Only an element of a list may be taken by [ ].", node);
    }
    reads.set(node, `${of.path ?? "list"}[]`);
    return { ...elementOf(of), cost: of.cost + index.cost + 1 };
  }

  function call(node: ASTNode, name: string, args: readonly ASTNode[], scope: Scope): Part {
    const [of] = args as [ASTNode];
    if (name === "has") return { value: bool, cost: measureIn(of, scope).cost + 1 };
    if (name === "size") return sizeOf(measureIn(of, scope));
    if (name === "countries") return countries(of, measureIn(of, scope));
    throw new NotAllowed("not-allowed", `A profile may not use ${name}().`, node);
  }

  function countries(node: ASTNode, name: Part): Part {
    if (name.literal === undefined) {
      throw new NotAllowed("not-allowed", "The group's name is written out in countries().", node);
    }
    const group = groups.get(name.literal);
    if (!group) throw new NotAllowed("unknown-group", `There is no group ${name.literal}.`, node);
    const code = { type: "string", most: 2 } as const;
    return { value: { type: "list", of: code, most: group.size }, cost: 1 };
  }

  function method(
    node: ASTNode,
    [name, receiver, args]: [string, ASTNode, ASTNode[]],
    scope: Scope,
  ): Part {
    const of = measureIn(receiver, scope);
    switch (name) {
      case "size":
        return sizeOf(of);
      case "startsWith":
      case "endsWith":
      case "contains": {
        const wanted = measureIn(args[0]!, scope);
        refuseUnknownValue(node, of, wanted);
        const looked = footprint(of.value) * (name === "contains" ? length(wanted.value) : 1);
        return { value: bool, cost: of.cost + wanted.cost + looked };
      }
      case "exists":
      case "all":
      case "exists_one":
      case "filter":
      case "map":
        return each(node, name, of, args, scope);
      case "matches":
        throw new NotAllowed(
          "not-allowed",
          "Regular expressions may not be used: startsWith, endsWith and contains do.",
          node,
        );
      default:
        throw new NotAllowed("not-allowed", `A profile may not use .${name}().`, node);
    }
  }

  /** A macro that goes through a list. */
  function each(
    node: ASTNode,
    name: string,
    of: Part,
    args: readonly ASTNode[],
    scope: Scope,
  ): Part {
    const { value } = of;
    if (value.type !== "list") {
      throw new NotAllowed("not-allowed", `Only a list has .${name}().`, node);
    }
    const variable = args[0]!.args as string;
    if (scope.has(variable)) {
      throw new NotAllowed(
        "hidden-name",
        `${variable} already stands for something else.`,
        args[0]!,
      );
    }
    const inner = new Map(scope).set(variable, { ...elementOf(of), cost: 1 });
    const bodies = args.slice(1).map((body) => measureIn(body, inner));
    const once = bodies.reduce((sum, body) => sum + body.cost, 1);
    const cost = of.cost + 1 + value.most * once;
    if (name === "map") return { value: { ...value, of: bodies.at(-1)!.value }, cost };
    if (name === "filter") return { ...of, cost };
    return { value: bool, cost };
  }

  const { cost } = measureIn(expression, global);
  return { cost: Math.ceil(cost), reads };
}

type Three = [Part, Part, Part];

function operation(node: ASTNode, left: Part, right: Part): Part {
  const cost = left.cost + right.cost;
  switch (node.op) {
    case "+":
      return {
        value: sum(left.value, right.value),
        cost: cost + footprint(left.value) + footprint(right.value),
      };
    case "-":
    case "*":
    case "/":
    case "%":
      return { value: left.value, cost: cost + 1 };
    case "in":
      refuseUnknownValue(node, left, right);
      return { value: bool, cost: cost + footprint(right.value) };
    default:
      refuseUnknownValue(node, left, right);
      refuseUnknownValue(node, right, left);
      return { value: bool, cost: cost + Math.min(footprint(left.value), footprint(right.value)) };
  }
}

/** `traveller.role == "pilot"` can never hold: whoever writes it means something else. */
function refuseUnknownValue(node: ASTNode, of: Part, written: Part): void {
  if (of.value.type !== "string" || of.path === undefined) return;
  const { oneOf } = of.value;
  for (const text of textsIn(written)) {
    if (oneOf && !oneOf.includes(text)) {
      throw new NotAllowed("unknown-value", `${of.path} is one of ${oneOf.join(", ")}.`, node);
    }
    if (!oneOf && text !== text.toUpperCase()) {
      throw new NotAllowed(
        "unknown-value",
        `${of.path} is in capitals: ${text.toUpperCase()}.`,
        node,
      );
    }
  }
}

/** The texts that are written out in a part. */
function textsIn({ literal, elements = [] }: Part): readonly string[] {
  return literal === undefined ? elements : [literal];
}
