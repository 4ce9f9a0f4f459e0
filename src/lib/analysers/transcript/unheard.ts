import type { Chance } from './observe.whisper.ts';

/**
 * A place where the recogniser might have written a filled pause. In fluent speech it prefers the next word by far, so the
 * chance is small even where somebody said "um": 0.004…0.3 at spliced ones, mostly under 0.003 elsewhere (own measurement
 * over read speech and 16 fillers spliced into it). It is a candidate only: the sound has the last word.
 */
const LEAST_CHANCE = 0.003;
/** A filler that stands already is heard in the tokens before it too. */
const BESIDE_TOKENS = 2;

/** Places in the tokens before which a filled pause may have been said, each with the token for it. */
export type Candidate = { readonly at: number; readonly chance: Chance };

/**
 * @param tokens of a reading
 * @param chances for each token and the end: the best filler that might have stood there
 */
export function unheardFillers(
  tokens: readonly number[],
  chances: readonly Chance[],
  isFiller: (token: number) => boolean,
  beginsWord: (token: number) => boolean,
): Candidate[] {
  const candidates = chances.flatMap((chance, at) => {
    if (chance.probability < LEAST_CHANCE) return [];
    // At the very beginning the hesitant prompt alone makes a hesitation likely; behind the last word there is no word to
    // hide one, and what is said there is found as speech that no word covers.
    if (at === 0 || at >= tokens.length) return [];
    if (!beginsWord(tokens[at]!)) return [];
    const near = tokens.slice(Math.max(0, at - BESIDE_TOKENS), at + BESIDE_TOKENS + 1);
    return near.some(isFiller) ? [] : [{ at, chance }];
  });
  // Of neighbours the likeliest: one hesitation is heard at the words on either side of it.
  return candidates.filter(({ at, chance }) =>
    candidates.every(
      (other) =>
        other.at === at ||
        Math.abs(other.at - at) > BESIDE_TOKENS ||
        other.chance.probability < chance.probability ||
        (other.chance.probability === chance.probability && other.at > at),
    ),
  );
}

/** The tokens with the candidates put in, and where these stand now. */
export function withCandidates(
  tokens: readonly number[],
  candidates: readonly Candidate[],
): { readonly tokens: number[]; readonly places: ReadonlyMap<number, Chance> } {
  const places = new Map<number, Chance>();
  const filled: number[] = [];
  for (let at = 0; at <= tokens.length; at += 1) {
    const candidate = candidates.find((one) => one.at === at);
    if (candidate) {
      places.set(filled.length, candidate.chance);
      filled.push(candidate.chance.token);
    }
    if (at < tokens.length) filled.push(tokens[at]!);
  }
  return { tokens: filled, places };
}
