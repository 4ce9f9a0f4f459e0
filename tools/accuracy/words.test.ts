import { describe, expect, it } from 'vitest';
import { wordsOf } from './unseen.mjs';
import { wordErrors } from './words.mjs';

/** Every heard word that isn't in the reference, or the other way round. */
const countErrors = (reference: string, heard: string) => {
  const [a, b] = [reference.split(' '), heard.split(' ')];
  const missing = a.filter((word) => !b.includes(word)).length;
  return { errors: Math.max(missing, b.length - a.length), words: a.length };
};

const caseOf = (file: string, text: string, heard: string, rate?: number) => ({
  ...{ file, report: {}, answer: { transcript: { text: heard } } },
  reference: { transcript: { text, language: 'en', whisper_base_wer: rate } },
});

describe('word errors beside native', () => {
  it('are counted per file and pooled, and the gates say whether they hold', () => {
    const cases = [
      caseOf('C_speech/one.flac', 'a b c d', 'a b c x', 0.5),
      caseOf('C_speech/two.flac', 'a b c d', 'a b c d'),
      caseOf('D_disfluent/ami_1.flac', 'a b c d e f g h i j', 'a b c d e f g h x y', 0.2),
      caseOf('D_disfluent/mfa_1.flac', 'a b c d e f g h i j', 'a b c d e f g h i j', 0.1),
    ];
    const text = wordErrors(cases, [], countErrors);
    expect(text).toContain('| C_speech/one.flac | 4 | 1 | 25.0 % | 2 |');
    expect(text).toContain('| C_speech/two.flac | 4 | 0 | 0.0 % | – |');
    expect(text).toContain('| **all** | 8 | 1 | 12.5 % | 2 of 4 |');
    expect(text).toContain('At most 13 errors are asked for: 1 of 8 words, held.');
    expect(text).toContain("native's errors are asked for on ami: 2 against 2, **not held**.");
    expect(text).toContain("native's errors are asked for on mfa: 0 against 1, held.");
    expect(text).toContain('no choice of method or limit was made by\n\nNot part of this run.');
  });

  it('knows the words of unseen speech by its list', () => {
    const list = '<s> ten of clubs  </s> (001)\n<s> seven of clubs  </s> (003)\n';
    expect(wordsOf(list, '003')).toBe('seven of clubs');
    expect(wordsOf(list, '004')).toBeUndefined();
  });
});
