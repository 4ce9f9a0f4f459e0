import { describe, expect, it } from 'vitest';
import { speechListsSchema } from '$lib/core/speech-lists.ts';
import en from './en.json';
import id from './id.json';

const PHRASE_LISTS = [
  'power',
  'weak',
  'hedges',
  'negative',
  'negations',
  'firstPersonSingular',
  'firstPersonPlural',
  'numberWords',
  'stopWords',
  'hallucinations',
] as const;

describe.each([
  ['en', en],
  ['id', id],
])('speech lists of %s', (language, json) => {
  const lists = speechListsSchema.parse(json);

  it('are named as their file', () => {
    expect(lists.language).toBe(language);
  });

  it.each(PHRASE_LISTS)('%s: lower case, single spaces, each once, with a source', (name) => {
    const phrases = lists[name];
    expect(phrases.filter((phrase) => phrase !== phrase.toLowerCase().trim().replaceAll(/\s+/g, ' '))).toEqual([]);
    expect(new Set(phrases).size).toBe(phrases.length);
    const sourceOf = name.startsWith('firstPerson') ? 'stopWords' : name;
    expect(lists.sources[sourceOf]).toBeTruthy();
  });

  it('tell um from uh and from words', () => {
    const kindOf = (word: string) =>
      Object.entries(lists.filledPauses).find(([, pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(word))?.[0];
    expect(['um', 'umm', 'hmm', 'mm', 'ehm'].map(kindOf)).toEqual(['um', 'um', 'um', 'um', 'um']);
    expect(['uh', 'uhh', 'ah', 'eh'].map(kindOf)).toEqual(['uh', 'uh', 'uh', 'uh']);
    expect(['her', 'am', 'a', 'i', 'm', 'hum', 'the', 'e', 'ham'].map(kindOf)).toEqual(Array(9).fill(undefined));
  });

  it('never call a word good and bad at once', () => {
    const negative = lists.negative.filter((word) => (lists.sentiment[word] ?? -1) > 0);
    const power = lists.power.filter((word) => (lists.sentiment[word] ?? 1) < 0);
    expect([negative, power]).toEqual([[], []]);
  });
});
