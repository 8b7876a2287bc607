/** Ends this process when the benchmark lets go of it, after disposing of what it opened. */
export function endsWithBenchmark(...opened: readonly AsyncDisposable[]): void {
  process.on("disconnect", () => {
    void Promise.all(opened.map((each) => each[Symbol.asyncDispose]())).finally(() =>
      process.exit(),
    );
  });
}
