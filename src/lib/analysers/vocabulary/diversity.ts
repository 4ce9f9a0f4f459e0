/** Type–token ratio at which a factor of MTLD is full (McCarthy & Jarvis 2010). */
const FULL_FACTOR = 0.72;
/** Words before a factor may end (as in lexical_diversity). */
const SHORTEST_FACTOR = 10;
/** Words drawn for HD-D. */
const DRAW = 42;

/**
 * Measure of textual lexical diversity: how many words on average keep a type–token ratio above 0.72. Hardly depends on
 * the length of the text. Mean of a forward and a backward pass (McCarthy & Jarvis 2010; engineering.md E7).
 *
 * @returns `undefined` where no factor was begun: every word is new
 */
export function mtld(tokens: readonly string[]): number | undefined {
  const forward = pass(tokens);
  const backward = pass(tokens.toReversed());
  return forward === undefined || backward === undefined ? undefined : (forward + backward) / 2;
}

function pass(tokens: readonly string[]): number | undefined {
  let factors = 0;
  let types = new Set<string>();
  let length = 0;
  for (const token of tokens) {
    types.add(token);
    length += 1;
    if (length >= SHORTEST_FACTOR && types.size / length < FULL_FACTOR) {
      factors += 1;
      types = new Set();
      length = 0;
    }
  }
  if (length > 0) factors += (1 - types.size / length) / (1 - FULL_FACTOR);
  return factors > 0 ? tokens.length / factors : undefined;
}

/**
 * HD-D: the type–token ratio expected of 42 words drawn at random, 0…1 (McCarthy & Jarvis 2007; engineering.md E8).
 *
 * @returns `undefined` for fewer than 42 words
 */
export function hdd(tokens: readonly string[]): number | undefined {
  const total = tokens.length;
  if (total < DRAW) return undefined;
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (1 - chanceOfNone(count, total)) / DRAW, 0);
}

/** Chance that none of `count` equal words is among 42 drawn of `total`: C(total − count, 42) / C(total, 42). */
function chanceOfNone(count: number, total: number): number {
  if (total - count < DRAW) return 0;
  let chance = 1;
  for (let drawn = 0; drawn < DRAW; drawn += 1) chance *= (total - count - drawn) / (total - drawn);
  return chance;
}
