import { describe, expect, it } from 'vitest';
import { bareWord } from './filler-words.ts';
import { speak } from './made-up-speech.ts';
import { mergeReadings } from './merge.ts';
import type { SpokenWord } from './track.ts';

const rules = { takesWords: true, bare: bareWord, isFilledPause: (bare: string) => /^(um|uh)$/.test(bare) };

/** `word*` is doubted, `word?` half sure. */
function reading(text: string): SpokenWord[] {
  return speak(text).map((word) => {
    if (word.text.endsWith('*')) return { ...word, text: word.text.slice(0, -1), confidence: 0.1 };
    if (word.text.endsWith('?')) return { ...word, text: word.text.slice(0, -1), confidence: 0.45 };
    return word;
  });
}
const merge = (plain: string, verbatim: string) =>
  mergeReadings(reading(plain), reading(verbatim), rules)
    .map(({ text, prompted }) => (prompted ? `+${text}` : text))
    .join(' ');

describe('mergeReadings', () => {
  it.each([
    [
      'the plain reading writes, the verbatim one adds its ums',
      'So, I went. Home.',
      'so um i went uh home',
      'So, +um I went. +uh Home.',
    ],
    ['a doubted um was not said', 'I went home', 'i um* went home', 'I went home'],
    ['a sure word beats an unsure one', 'the sick? corpus is here', 'the big corpus is here', 'the big corpus is here'],
    ['and the other way round', 'the sick corpus is here', 'the big? corpus is here', 'the sick corpus is here'],
    [
      'blocks are decided as a whole',
      'probably going? to? cough here now',
      'probably gonna cough here now',
      'probably gonna cough here now',
    ],
    [
      'the plain block stays together, the um is kept',
      'we went to Rome by train today',
      'we um gonna* Rome by train today',
      'we went +um to Rome by train today',
    ],
    [
      'a word that the verbatim reading left out stays',
      'and Mr. Jones came in late',
      'mr jones came in late',
      'and Mr. Jones came in late',
    ],
    [
      'a sure extra word is heard',
      'some words here and there',
      'some words here words and there',
      'some words here words and there',
    ],
    [
      'a doubted extra word is not',
      'some words here and there',
      'some words here thanks* and there',
      'some words here and there',
    ],
    [
      'a reading that went astray is not listened to',
      'one two three four five six',
      'um so um so um so',
      'one two three four five six',
    ],
    ['an empty verbatim reading changes nothing', 'one two', '', 'one two'],
    ['an empty plain reading stays empty', '', 'so thank you', ''],
  ])('%s', (_name, plain, verbatim, expected) => {
    expect(merge(plain, verbatim)).toBe(expected);
  });

  it('takes the times of the verbatim reading, which had no unheard um to spread', () => {
    const plain = speak('I went home');
    const verbatim = [...speak('I um'), ...speak('went home', { start: 2 })];
    const merged = mergeReadings(plain, verbatim, rules);
    expect(merged.map(({ start }) => start)).toEqual([0, 0.4, 2, 2.4]);
  });

  it('takes nothing but hesitations where the plain reading was hard to find', () => {
    const merged = mergeReadings(reading('the sick? corpus is here'), reading('the um big corpus is here'), {
      ...rules,
      takesWords: false,
    });
    expect(merged.map(({ text }) => text)).toContain('um');
    expect(
      merged
        .filter(({ text }) => text !== 'um')
        .map(({ text }) => text)
        .join(' '),
    ).toBe('the sick corpus is here');
  });
});
