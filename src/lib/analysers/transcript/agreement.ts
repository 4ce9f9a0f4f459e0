import { plainWords, type Reading } from './guard.ts';

/**
 * The reading that differs least from the others, each weighed by how probable the model held it (minimum Bayes risk over
 * word edits). The first of equals.
 */
export function mostAgreed<R extends Reading>(readings: readonly R[]): R {
  let best = readings[0]!;
  let least = Infinity;
  const words = readings.map(({ text }) => plainWords(text));
  for (const [index, reading] of readings.entries()) {
    const risk = readings.reduce(
      (sum, { avgLogprob }, other) => sum + Math.exp(avgLogprob) * wordEdits(words[index]!, words[other]!),
      0,
    );
    if (risk >= least) continue;
    least = risk;
    best = reading;
  }
  return best;
}

/** Levenshtein distance over words. */
function wordEdits(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, count) => count);
  for (const word of one) {
    const above = row;
    row = [above[0]! + 1];
    for (const [index, match] of other.entries()) {
      row.push(Math.min(above[index]! + (word === match ? 0 : 1), above[index + 1]! + 1, row[index]! + 1));
    }
  }
  return row.at(-1)!;
}
