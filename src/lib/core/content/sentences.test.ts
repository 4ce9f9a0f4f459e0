import { describe, expect, it } from 'vitest';
import { guessLanguage } from './language-guess.ts';
import { plainWord, plainWords, sentencesOf, wordsOfText } from './sentences.ts';

const texts = (text: string) => sentencesOf(wordsOfText(text)).map((sentence) => sentence.text);

describe('sentencesOf', () => {
  it.each([
    ['I went. He came! Why? Because…', ['I went.', 'He came!', 'Why?', 'Because…']],
    ['He said “stop.” I did not.', ['He said “stop.”', 'I did not.']],
    ['I met Dr. Lim at 3.5 km.', ['I met Dr. Lim at 3.5 km.']],
    ['no full stop at all', ['no full stop at all']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('ends at a long pause where nothing else does', () => {
    const words = wordsOfText('one two three four five six').map((word, index) =>
      index < 4 ? word : { ...word, start: word.start + 2, end: word.end + 2 },
    );
    expect(sentencesOf(words).map(({ text, start, end }) => [text, start, end])).toEqual([
      ['one two three four', 0, 1.6],
      ['five six', expect.closeTo(3.6, 9), expect.closeTo(4.4, 9)],
    ]);
  });

  it('cuts speech without punctuation after 45 words', () => {
    expect(texts('word '.repeat(100)).map((text) => text.split(' ').length)).toEqual([45, 45, 10]);
  });
});

describe('wordsOfText', () => {
  it('spreads a translation over the time of the speech', () => {
    const words = wordsOfText('a bbb cc', { start: 10, end: 19 });
    expect(words.map(({ start, end }) => [start, end])).toEqual([
      [10, 12],
      [12, 16],
      [16, 19],
    ]);
  });
});

it('plain words lose case and the marks around them', () => {
  expect(plainWord('“Don’t!”')).toBe("don't");
  expect(plainWords('Up 20% — e-mail (now).')).toEqual(['up', '20%', 'e-mail', 'now']);
});

it.each([
  ['Why do you want to work here?', 'en'],
  ['Mengapa Anda ingin bekerja di sini?', 'id'],
  ['Stärken?', undefined],
  ['', undefined],
])('the language of %j is %s', (text, language) => {
  expect(guessLanguage(text)).toBe(language);
});
