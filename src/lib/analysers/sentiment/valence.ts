import { findPhrases } from '$lib/analysers/transcript/phrases.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';

/** Constants of VADER (Hutto & Gilbert 2014): a negation turns and damps, words before count less with distance. */
const NEGATED = -0.74;
const BOOST_FADE = [1, 0.95, 0.9];
const REACH = 3;
const NORMALISATION = 15;

/** Sum of the valences of a sentence's words, with negations and boosters, squeezed into −1…1. 0 = nothing listed. */
export function compound(bare: readonly string[], lists: SpeechLists): number {
  const negations = new Set(lists.negations);
  const listed = findPhrases(bare, Object.keys(lists.sentiment));
  const boosters = findPhrases(bare, Object.keys(lists.boosters));
  const sum = listed.reduce((total, { phrase, from, to }) => {
    const valence = lists.sentiment[phrase]!;
    let strength = Math.abs(valence);
    for (const booster of boosters) {
      // Indonesian puts some after the word (bagus sekali).
      const distance = booster.to <= from ? from - booster.to : booster.from - to;
      if (distance < 0 || distance >= (booster.to <= from ? REACH : 1)) continue;
      strength += lists.boosters[booster.phrase]! * BOOST_FADE[distance]!;
    }
    const isNegated = bare.slice(Math.max(0, from - REACH), from).some((word) => negations.has(word));
    return total + Math.sign(valence) * Math.max(0, strength) * (isNegated ? NEGATED : 1);
  }, 0);
  return sum / Math.sqrt(sum * sum + NORMALISATION);
}
