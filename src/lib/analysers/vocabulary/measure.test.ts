import { describe, expect, it } from 'vitest';
import { inputOf, speak } from '$lib/analysers/transcript/made-up-speech.ts';
import { advise } from './advise.ts';
import { hdd, mtld } from './diversity.ts';
import { measure } from './measure.ts';
import { englishSyllables, fleschKincaidGrade } from './readability.ts';

const valuesOf = (text: string, language = 'en') =>
  Object.fromEntries(
    measure(inputOf(speak(text), { language })).measures.map(({ id, value, reason }) => [
      id.replace('vocabulary.', ''),
      value ?? reason,
    ]),
  );
const filled = (text: string, count: number) => `${text} ${Array.from({ length: count }, (_, n) => `w${n}`).join(' ')}`;

describe('diversity', () => {
  it('is the length of a factor for text that repeats in a cycle', () => {
    // Ten new words, then the same again: the ratio falls below 0.72 at word 14 (10/14 = 0.714).
    const cycle = Array.from({ length: 140 }, (_, n) => `w${n % 10}`);
    expect(mtld(cycle)).toBeCloseTo(14, 5);
  });

  it('does not grow with the length of the text', () => {
    const text = (length: number) => Array.from({ length }, (_, n) => `w${(n * n) % 97}`);
    expect(Math.abs(mtld(text(400))! - mtld(text(800))!)).toBeLessThan(8);
  });

  it('is undefined when every word is new', () => {
    expect(mtld(['a', 'b', 'c'])).toBeUndefined();
    expect(mtld([])).toBeUndefined();
  });

  it('HD-D is the expected ratio of 42 words', () => {
    expect(hdd(Array.from({ length: 60 }, (_, n) => `w${n}`))).toBeCloseTo(1, 10);
    expect(hdd(Array<string>(50).fill('a'))).toBeCloseTo(1 / 42, 10);
    expect(hdd(Array<string>(41).fill('a'))).toBeUndefined();
    // 42 of 84 words, each twice: each type is missed with C(82,42)/C(84,42) = 42·41/(84·83).
    const twice = Array.from({ length: 84 }, (_, n) => `w${n % 42}`);
    expect(hdd(twice)).toBeCloseTo(1 - (42 * 41) / (84 * 83), 10);
  });
});

describe('readability', () => {
  it.each([
    ['the', 1],
    ['make', 1],
    ['table', 2],
    ['achieved', 2],
    ['wanted', 2],
    ['responsibility', 6],
    ['I', 1],
  ])('%s has %i syllables', (word, count) => {
    expect(englishSyllables(word)).toBe(count);
  });

  it('is the formula of Kincaid', () => {
    expect(fleschKincaidGrade([['the', 'cat', 'sat']])).toBeCloseTo(0.39 * 3 + 11.8 - 15.59, 10);
    expect(fleschKincaidGrade([])).toBeUndefined();
  });
});

describe('vocabulary', () => {
  it('counts phrases per 100 words, with where they were said', () => {
    const text = filled('I led the team. Maybe I think we just launched it.', 40);
    const { measures } = measure(inputOf(speak(text)));
    const of = (name: string) => measures.find(({ id }) => id === `vocabulary.${name}`);
    expect(of('powerPer100Words')?.value).toBeCloseTo((100 * 2) / 51, 6);
    expect(of('hedgesPer100Words')?.evidence).toHaveLength(2);
    expect(of('weakPer100Words')?.evidence[0]?.start).toBeCloseTo(8 * 0.4, 6);
    expect(of('firstPersonShare')?.value).toBe(null);
  });

  it('tells I from we', () => {
    expect(valuesOf(filled('I did my part and we did our part', 30))['firstPersonShare']).toBe(0.5);
    expect(valuesOf(filled('saya dan kami dan saya dan aku', 30), 'id')['firstPersonShare']).toBe(0.75);
  });

  it('does not count fillers as words', () => {
    const plain = valuesOf(filled('I led it', 60));
    const hesitant = valuesOf(filled('I um led uh it you know', 60));
    expect(hesitant['powerPer100Words']).toBe(plain['powerPer100Words']);
    expect(hesitant['mtld']).toBe(plain['mtld']);
  });

  it.each([
    ['nothing said', '', 'en', 'mtld', 'no-speech'],
    ['thirty words', filled('', 30), 'en', 'mtld', 'too-few-words'],
    ['ten words', filled('', 10), 'en', 'powerPer100Words', 'too-few-words'],
    ['Indonesian sentences', filled('', 60), 'id', 'readingGrade', 'language-unsupported'],
    ['a language without lists', filled('', 60), 'fi', 'hedgesPer100Words', 'no-word-lists'],
  ])('%s: unavailable', (_name, text, language, id, reason) => {
    const input = text === '' ? [] : speak(text.trim());
    const { measures } = measure(inputOf(input, { language }));
    expect(measures.find((one) => one.id === `vocabulary.${id}`)).toMatchObject({ value: null, reason });
  });
});

describe('advice on words', () => {
  const codes = (text: string) => {
    const output = measure(inputOf(speak(text)));
    const values = Object.fromEntries(
      output.measures.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
    );
    const question = { id: 'q', text: 'Tell me about a time', type: 'behavioural' as const };
    return advise({ output, values, language: 'en', question }).map(({ code }) => code);
  };

  it.each([
    ['acts', filled('I led a team and I built a tool and launched it', 40), ['power-words']],
    ['hedges', filled('maybe perhaps I guess it was probably so', 40), ['hedges-many']],
    ['all we', filled('we went and we saw and we sang and we left', 40), ['own-part']],
    ['nothing', filled('', 40).trim(), []],
  ])('%s', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});
