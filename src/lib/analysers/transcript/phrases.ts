/** A phrase found among words: places, `to` not included. */
export type PhraseMatch = { readonly phrase: string; readonly from: number; readonly to: number };

/**
 * Finds phrases of a list among bare words, the longest first at each place, none overlapping another.
 *
 * @param bare words as lists hold them: lower case, no punctuation
 */
export function findPhrases(bare: readonly string[], phrases: readonly string[]): PhraseMatch[] {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of phrases) {
    const parts = phrase.split(' ');
    const first = parts[0]!;
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), parts].sort((a, b) => b.length - a.length),
    );
  }
  const found: PhraseMatch[] = [];
  for (let from = 0; from < bare.length; from += 1) {
    const candidates = byFirst.get(bare[from]!);
    const match = candidates?.find((parts) => parts.every((part, index) => bare[from + index] === part));
    if (!match) continue;
    found.push({ phrase: match.join(' '), from, to: from + match.length });
    from += match.length - 1;
  }
  return found;
}
