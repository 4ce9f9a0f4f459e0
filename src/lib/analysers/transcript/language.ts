/** A language and how probable the model holds it, 0…1. */
export type LanguageGuess = { readonly language: string; readonly probability: number };

/** Languages that the app has words for; the others need more evidence before they are believed. */
const EXPECTED = new Set(['en', 'id']);
const UNEXPECTED_WEIGHT = 0.1;
/** And much more where the model isn't clear about them: unclear speech is called Thai or Welsh before it is called unclear. */
const CLEAR = 0.7;
const UNCLEAR_WEIGHT = 0.01;
/** How much of its weight a language never heard before in this recording keeps. */
const NEW_LANGUAGE_WEIGHT = 0.02;
/** Whisper takes Indonesian for its closest kin; they are called Indonesian where it holds that possible at all. */
const KIN_OF_INDONESIAN = new Set(['ms', 'jw', 'su']);
const KIN_SHARE = 0.1;

/**
 * Decides the language of each window of a recording: what the model says of that window, weighed by what was heard
 * before. A short or noisy window can't switch the language on its own; a clear one can, so that mixed recordings work.
 */
export class LanguageVote {
  readonly #heard = new Map<string, number>();
  #seconds = 0;

  /** Adds a window's probabilities to what is known of the recording. */
  add(guesses: readonly LanguageGuess[], seconds: number): void {
    for (const { language, probability } of folded(guesses)) {
      this.#heard.set(language, (this.#heard.get(language) ?? 0) + probability * seconds);
    }
    this.#seconds += seconds;
  }

  /** The language that a window is in, and the model's own probability of it. */
  choose(guesses: readonly LanguageGuess[]): LanguageGuess | undefined {
    let best: LanguageGuess | undefined;
    let bestScore = -Infinity;
    for (const guess of folded(guesses)) {
      const score = Math.log(guess.probability) + Math.log(this.#weight(guess));
      if (score > bestScore) {
        bestScore = score;
        best = guess;
      }
    }
    return best;
  }

  /** The language of most of the recording so far. */
  get main(): string | undefined {
    return [...this.#heard].reduce<[string, number] | undefined>((a, b) => (a && a[1] >= b[1] ? a : b), undefined)?.[0];
  }

  #weight({ language, probability }: LanguageGuess): number {
    const unexpected = probability < CLEAR ? UNCLEAR_WEIGHT : UNEXPECTED_WEIGHT;
    const expected = EXPECTED.has(language) ? 1 : unexpected;
    if (this.#seconds === 0) return expected;
    return (this.#heard.get(language) ?? 0) / this.#seconds + NEW_LANGUAGE_WEIGHT * expected;
  }
}

/** Indonesian's kin counted as Indonesian, unless the model rules Indonesian out. */
function folded(guesses: readonly LanguageGuess[]): LanguageGuess[] {
  const indonesian = guesses.find(({ language }) => language === 'id');
  const kin = guesses.filter(({ language }) => KIN_OF_INDONESIAN.has(language));
  const sum = kin.reduce((total, { probability }) => total + probability, indonesian?.probability ?? 0);
  if (!indonesian || indonesian.probability < KIN_SHARE * sum) return [...guesses];
  return [
    { language: 'id', probability: sum },
    ...guesses.filter(({ language }) => language !== 'id' && !KIN_OF_INDONESIAN.has(language)),
  ];
}
