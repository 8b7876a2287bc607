// Browsers that do not know `using` yet lack its symbols; where they do, nothing happens. Imported before all else.
const symbols: { dispose?: symbol; asyncDispose?: symbol } = Symbol;
symbols.dispose ??= Symbol.for("Symbol.dispose");
symbols.asyncDispose ??= Symbol.for("Symbol.asyncDispose");
