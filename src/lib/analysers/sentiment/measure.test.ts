import { describe, expect, it } from 'vitest';
import { inputOf, speak } from '$lib/analysers/transcript/made-up-speech.ts';
import { speechListsSchema } from '$lib/core/speech-lists.ts';
import en from '$content/speech/en.json';
import id from '$content/speech/id.json';
import { measure } from './measure.ts';
import { compound } from './valence.ts';

const english = speechListsSchema.parse(en);
const indonesian = speechListsSchema.parse(id);
const score = (text: string, lists = english) => compound(text.split(' '), lists);

describe('compound', () => {
  it.each([
    ['negation turns', 'it was good', 'it was not good'],
    ['a booster strengthens', 'it was very good', 'it was good'],
    ['a downtoner weakens', 'it was good', 'it was slightly good'],
    ['a bad word is below none', 'it was a table', 'it was a terrible table'],
    ['negated bad is better than bad', 'no problem at all', 'a problem at all'],
  ])('%s', (_name, higher, lower) => {
    expect(score(higher)).toBeGreaterThan(score(lower));
  });

  it.each([
    ['bagus sekali', 'bagus'],
    ['sangat bagus', 'bagus'],
    ['bagus', 'tidak bagus'],
    ['bagus', 'gagal'],
  ])('in Indonesian %s is above %s', (higher, lower) => {
    expect(score(higher, indonesian)).toBeGreaterThan(score(lower, indonesian));
  });

  it('is 0 of words that are not listed, and stays inside −1…1', () => {
    expect(score('the table stands there')).toBe(0);
    expect(score('')).toBe(0);
    expect(score(Array(200).fill('wonderful').join(' '))).toBeLessThan(1);
  });
});

describe('sentiment', () => {
  const filler = Array(10).fill('the table stands there').join(' ');

  it('is the mean over sentences, with both kinds shown', () => {
    const { measures } = measure(inputOf(speak(`I love it. It was a disaster. ${filler}.`)));
    const [mean, positive, negative] = measures;
    expect(positive?.evidence).toHaveLength(1);
    expect(negative?.evidence).toHaveLength(1);
    expect(Math.abs(mean?.value ?? 1)).toBeLessThan(0.1);
    expect(positive?.value).toBeCloseTo(3 / 47, 6);
  });

  it.each([
    ['', 'en', 'no-speech'],
    ['good', 'en', 'too-few-words'],
    [filler, 'fi', 'no-word-lists'],
  ])('refuses "%s" in %s', (text, language, reason) => {
    const { measures } = measure(inputOf(text === '' ? [] : speak(text), { language }));
    expect(measures.map((one) => one.reason)).toEqual(Array(3).fill(reason));
  });
});
