/** Runs tasks one after the other, in the order in which they are given. */
export type Turns = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** A line of tasks. One that fails does not keep the next from its turn. */
export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => {});
    return turn;
  };
}
