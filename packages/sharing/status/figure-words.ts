/** What is said of the parts of a hub, in one language. Amounts come as text. */
export interface FigureWords {
  count(value: number): string;
  bytes(value: number): string;
  took(milliseconds: number): string;
  readonly nodesUnknown: string;
  nodeAway(node: string): string;
  /** `names` is empty where they say nothing. */
  replicas(good: number, all: number, names: readonly string[]): string;
  stream(size: string, limit: string, fill: string, messages: string): string;
  readonly nothingWaits: string;
  waits(count: number, oldest: string): string;
  entries(count: number): string;
  readonly allCovered: string;
  uncoveredFor(age: string): string;
  readonly cosigned: string;
  tooFewFor(age: string): string;
  away(witnesses: readonly string[]): string;
  late(deadline: string, by: string): string;
  readonly allKept: string;
  feeds(open: number, unread: number): string;
  flagsWait(count: number): string;
  messagesWait(count: number): string;
  readonly noAnswer: string;
  readonly standbyThere: string;
  readonly standbyAway: string;
  readonly standbyNone: string;
}
