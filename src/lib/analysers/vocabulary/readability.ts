/**
 * Syllables of an English word by its vowel groups: a silent final e counts none, `-le` after a consonant one. Right for
 * about nine words of ten, which is what the grade formula was made for.
 */
export function englishSyllables(word: string): number {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (letters.length <= 3) return letters.length > 0 ? 1 : 0;
  const spoken = letters.replace(/(?:[^laeiouy]es|[^laeiouydt]ed|[^laeiouy]e|[aeiouy]le)$/, '').replace(/^y/, '');
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

/**
 * Flesch–Kincaid grade: school years (US) a listener would need. 0.39 · words/sentence + 11.8 · syllables/word − 15.59
 * (Kincaid et al. 1975). Made for writing; of speech it says how long and heavy the sentences are.
 */
export function fleschKincaidGrade(sentences: readonly (readonly string[])[]): number | undefined {
  const words = sentences.flat();
  if (words.length === 0) return undefined;
  const syllables = words.reduce((sum, word) => sum + englishSyllables(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}
