/** Gives the symbols of `using` to a browser that does not know it yet; to be called before a page is loaded. */
export function provideDispose(): void {
  const symbols: { dispose?: symbol; asyncDispose?: symbol } = Symbol;
  symbols.dispose ??= Symbol.for("Symbol.dispose");
  symbols.asyncDispose ??= Symbol.for("Symbol.asyncDispose");
}
