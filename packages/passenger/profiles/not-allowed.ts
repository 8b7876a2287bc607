import type { ASTNode } from "@marcbachmann/cel-js";

/** An expression of which the type is right, but that a profile may not have. */
export class NotAllowed extends Error {
  readonly rule: string;
  readonly node: ASTNode;

  constructor(rule: string, text: string, node: ASTNode) {
    super(text);
    this.rule = rule;
    this.node = node;
  }
}
