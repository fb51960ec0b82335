/** Rounds, medians and ratios: what the rows of `npm run bench` are made of. */

export type Row = {
  case: string;
  unit: string;
  ours: number;
  /** What the same run took for the baseline, in the same unit; null where there is nothing to stand beside. */
  baseline: number | null;
  /** ours ÷ baseline: the median over the rounds, so a neighbour's burst of work in one round does not show. */
  ratio: number | null;
  better: "higher" | "lower";
  against: string;
};

/** The middle value; the mean of the two in the middle of an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

type Measure = () => Promise<number> | number;

/**
 * A B, B A, A B …: whatever else the machine does meets both sides alike, and neither always comes second.
 * One round of each goes before and is not counted.
 */
export async function interleaved(rounds: number, ours: Measure, baseline: Measure) {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const sides = [
      { measure: ours, results: a },
      { measure: baseline, results: b },
    ];
    if (round % 2 !== 0) sides.reverse();
    for (const { measure, results } of sides) {
      const value = await measure();
      if (round >= 0) results.push(value);
    }
  }
  return {
    ours: median(a),
    baseline: median(b),
    ratio: median(a.map((value, index) => value / b[index]!)),
  };
}

/** Milliseconds of one call: as many calls as fill `ms`, so that the clock's grain does not show. */
export function timePerCall(run: () => unknown, ms: number): number {
  const started = performance.now();
  let calls = 0;
  do {
    run();
    calls++;
  } while (performance.now() - started < ms);
  return (performance.now() - started) / calls;
}

/** Runs a task for each item, `workers` at a time; the first failure ends it. @returns milliseconds */
export async function inParallel<T>(
  workers: number,
  items: readonly T[],
  task: (item: T, worker: number) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  const work = async (worker: number) => {
    while (next < items.length) await task(items[next++]!, worker);
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return performance.now() - started;
}
