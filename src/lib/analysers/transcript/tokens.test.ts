import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WhisperTokens } from './tokens.ts';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../../models', file), 'utf8'));
const base = new WhisperTokens(read('whisper-base/tokenizer.json'), read('whisper-base/generation_config.json'));
const english = new WhisperTokens(
  read('whisper-tiny.en/tokenizer.json'),
  read('whisper-tiny.en/generation_config.json'),
);

describe('WhisperTokens', () => {
  it.each([' Hello world!', " it's Néstor's café, 15 €", ' 東京に行きます', ' Eee, anu… kadang-kadang', ' 👩🏽‍🚀'])(
    'writes %s and reads it back',
    (text) => {
      expect(base.text(base.encode(text))).toBe(text);
    },
  );

  it('uses the merges of the model: a frequent word is one token', () => {
    // Ids from OpenAI's tiktoken file for the multilingual model.
    expect(base.encode(' the')).toEqual([264]);
    expect(base.encode(' country')).toEqual([1941]);
  });

  it('knows the special tokens of both models', () => {
    expect([base.start, base.end, base.noTimestamps, base.noSpeech, base.count]).toEqual([
      50258, 50257, 50363, 50362, 51865,
    ]);
    expect([english.start, english.end, english.noTimestamps, english.count]).toEqual([50257, 50256, 50362, 51864]);
    expect(base.languages.get('id')).toBe(50275);
    expect([base.languages.size, english.languages.size]).toEqual([99, 0]);
  });

  it('never lets a special token or a time stamp be text', () => {
    expect(base.text([base.start, 264, base.noTimestamps, base.end])).toBe(' the');
    expect(base.suppressed).toContain(base.noTimestamps + 1);
    expect(base.suppressed).not.toContain(base.end);
  });

  it.each([
    [' Ask not, my "fellow" Americans…', 'en', ['Ask', 'not,', 'my', '"fellow"', 'Americans…']],
    [" don't well-known 3.5 $10", 'en', ["don't", 'well-known', '3.5', '$10']],
    [' one - two', 'en', ['one', '- two']],
    ['東京です。', 'ja', ['東', '京', 'です。']],
    [' 👋 hi', 'en', ['👋', 'hi']],
  ])('groups %s into words', (text, language, expected) => {
    const ids = base.encode(text);
    const words = base.words(ids, language);
    expect(words.map((word) => word.text)).toEqual(expected);
    expect(words[0]?.from).toBe(0);
    expect(words.at(-1)?.to).toBe(ids.length);
  });
});
