type Worth = readonly (readonly number[])[];

/**
 * Pairs rows with columns, each at most once, so that the sum of their worth (0 or more) is the
 * greatest. Returns the column of each row, -1 for none.
 */
export function assign(worth: Worth, columns: number): readonly number[] {
  return bestOfEach(worth) ?? bestOfAll(worth, columns);
}

/** The best column of each row, where no two rows want the same. */
function bestOfEach(worth: Worth): readonly number[] | undefined {
  const columnOf: number[] = [];
  for (const row of worth) {
    let best = -1;
    for (const [column, value] of row.entries()) {
      if (value > (best < 0 ? 0 : row[best]!)) best = column;
    }
    if (best >= 0 && columnOf.includes(best)) return undefined;
    columnOf.push(best);
  }
  return columnOf;
}

/** By shortest augmenting paths (Kuhn and Munkres): cubic. */
function bestOfAll(worth: Worth, columns: number): readonly number[] {
  const rows = worth.length;
  if (rows > columns) {
    const turned = Array.from({ length: columns }, (_, column) => worth.map((row) => row[column]!));
    const columnOf = Array.from({ length: rows }, () => -1);
    for (const [column, row] of bestOfAll(turned, rows).entries()) columnOf[row] = column;
    return columnOf;
  }
  // Numbered from 1; row and column 0 stand for "not yet".
  const ofRow = new Float64Array(rows + 1);
  const ofColumn = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  const slack = new Float64Array(columns + 1);
  const visited = new Uint8Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    slack.fill(Infinity);
    visited.fill(0);
    let column = 0;
    do {
      visited[column] = 1;
      const from = rowOf[column]!;
      let least = Infinity;
      let next = 0;
      for (let to = 1; to <= columns; to++) {
        if (visited[to]) continue;
        const cost = -worth[from - 1]![to - 1]! - ofRow[from]! - ofColumn[to]!;
        if (cost < slack[to]!) {
          slack[to] = cost;
          before[to] = column;
        }
        if (slack[to]! < least) {
          least = slack[to]!;
          next = to;
        }
      }
      for (let to = 0; to <= columns; to++) {
        if (visited[to]) {
          ofRow[rowOf[to]!]! += least;
          ofColumn[to]! -= least;
        } else slack[to]! -= least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[before[column]!]!;
      column = before[column]!;
    }
  }
  const columnOf = Array.from({ length: rows }, () => -1);
  for (let column = 1; column <= columns; column++) {
    if (rowOf[column]! > 0) columnOf[rowOf[column]! - 1] = column - 1;
  }
  return columnOf;
}
