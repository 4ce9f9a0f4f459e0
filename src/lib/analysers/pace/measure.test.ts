import { describe, expect, it } from 'vitest';
import { inputOf, speak } from '$lib/analysers/transcript/made-up-speech.ts';
import en from '$content/speech/en.json';
import id from '$content/speech/id.json';
import { advise } from './advise.ts';
import { paceBands } from './bands.ts';
import { measure } from './measure.ts';

const valuesOf = (output: ReturnType<typeof measure>) =>
  Object.fromEntries(output.measures.map(({ id: name, value }) => [name.replace('speech.', ''), value]));
const words = (count: number) => Array(count).fill('word').join(' ');

describe('pace', () => {
  it('is words a minute of the answer', () => {
    // 150 words of 0.4 s = 60 s.
    const output = measure(inputOf(speak(words(150))));
    expect(valuesOf(output)['wpm']).toBeCloseTo(150, 0);
    expect(valuesOf(output)['wpmSlowest']).toBeCloseTo(150, 0);
    expect(valuesOf(output)['wpmVariation']).toBeLessThan(0.02);
  });

  it('does not count filled pauses as words', () => {
    const text = Array(50).fill('um word word').join(' ');
    expect(valuesOf(measure(inputOf(speak(text))))['wpm']).toBeCloseTo(100, 0);
  });

  it('is not slowed by a recording that was left running', () => {
    const late = measure(inputOf(speak(words(150), { start: 600 }), { seconds: 1800 }));
    expect(valuesOf(late)['wpm']).toBeCloseTo((60 * 150) / 64, 0);
  });

  it('shows the fastest and slowest quarter minute where they are', () => {
    const slow = speak(words(30), { wordSeconds: 1 });
    const fast = speak(words(120), { start: 30, wordSeconds: 0.25 });
    const output = measure(inputOf([...slow, ...fast]));
    const { wpmSlowest, wpmFastest } = valuesOf(output);
    expect(wpmSlowest).toBeCloseTo(60, 0);
    expect(wpmFastest).toBeCloseTo(240, 0);
    const fastest = output.measures.find((one) => one.id === 'speech.wpmFastest');
    expect(fastest?.evidence[0]?.start).toBeGreaterThanOrEqual(30);
    expect(output.measures[0]?.range?.[1]).toBe(wpmFastest);
  });

  it('leaves windows of silence out of the series', () => {
    const output = measure(inputOf([...speak(words(40)), ...speak(words(40), { start: 44 })]));
    const values = output.series?.[0]?.values ?? [];
    expect(values).toContain(null);
    expect(values.filter((value) => value !== null && value < 20)).toEqual([]);
  });

  it.each([
    ['nothing', '', 'no-speech'],
    ['three words', 'one two three', 'too-few-words'],
  ])('refuses %s', (_name, text, reason) => {
    const output = measure(inputOf(text === '' ? [] : speak(text)));
    expect(output.measures.map((one) => one.reason)).toEqual(Array(4).fill(reason));
  });

  it('has one band in its manifest and in the word lists', () => {
    for (const [language, lists] of [['en', en] as const, ['id', id] as const]) {
      expect(paceBands(language)?.quiet).toEqual([lists.wpmBand.low, lists.wpmBand.high]);
      expect(paceBands(language)?.grade).toBe(lists.wpmBand.grade);
    }
  });
});

describe('advice on pace', () => {
  const codes = (wordSeconds: number, count: number, language = 'en') => {
    const input = inputOf(speak(words(count), { wordSeconds }), { language });
    const output = measure(input);
    const values = Object.fromEntries(
      output.measures.flatMap(({ id: name, value }) => (value === null ? [] : [[name, value]])),
    );
    return advise({ output, values, language, question: null }).map(({ code }) => code);
  };

  it.each([
    ['an easy rate', 0.4, 150, 'en', ['pace-steady']],
    ['a rush', 0.27, 220, 'en', ['pace-fast']],
    ['a crawl', 0.7, 85, 'en', ['pace-slow']],
    ['between comfortable and too fast', 0.33, 180, 'en', []],
    ['an easy Indonesian rate', 0.5, 120, 'id', ['pace-steady']],
    ['a language without a band', 0.2, 300, 'fi', []],
  ])('%s', (_name, wordSeconds, count, language, expected) => {
    expect(codes(wordSeconds, count, language)).toEqual(expected);
  });
});
