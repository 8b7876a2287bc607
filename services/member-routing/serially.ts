/** Does one thing after the other, in the order in which they were asked for; each has its own outcome. */
export type Serially = <T>(work: () => Promise<T>) => Promise<T>;

export function serially(): Serially {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    // Its own caller is told when it fails.
    last = next.catch(() => {});
    return next;
  };
}
