import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellNumber } from './numbers.ts';
import { countWordErrors, normaliseWords } from './wer.ts';

describe('spellNumber', () => {
  it.each([
    ['0', 'en', 'zero'],
    ['10', 'en', 'ten'],
    ['21', 'en', 'twenty one'],
    ['115', 'en', 'one hundred fifteen'],
    ['2024', 'en', 'two thousand twenty four'],
    ['3000000', 'en', 'three million'],
    ['007', 'en', 'zero zero seven'],
    ['55', 'id', 'lima puluh lima'],
    ['11', 'id', 'sebelas'],
    ['17', 'id', 'tujuh belas'],
    ['150', 'id', 'seratus lima puluh'],
    ['1998', 'id', 'seribu sembilan ratus sembilan puluh delapan'],
    ['42', 'fi', '42'],
  ])('%s in %s is %s', (digits, language, words) => {
    expect(spellNumber(digits, language)).toBe(words);
  });
});

describe('normaliseWords', () => {
  it.each([
    ['Place red in P9 again.', 'en', 'place red in p nine again'],
    ['Mr. Dashwood’s well-known 1,000 pounds!', 'en', "mister dashwood's well known one thousand pounds"],
    ['alright <VOCNOISE> [adif] okay', 'en', 'all right ok'],
    ['the 15th, 22nd and 30th', 'en', 'the fifteenth twenty second and thirtieth'],
    ['50% of R&D', 'en', 'fifty per cent of r and d'],
    ['55 tahun, kadang-kadang.', 'id', 'lima puluh lima tahun kadang kadang'],
    ['—', 'en', ''],
  ])('%s', (text, language, words) => {
    expect(normaliseWords(text, language).join(' ')).toBe(words);
  });
});

describe('countWordErrors', () => {
  it.each([
    ['go forward ten meters', 'Go forward 10 meters.', 0, 0, 0],
    ['a b c d', 'a x c d', 1, 0, 0],
    ['a b c d', 'a c d', 0, 1, 0],
    ['a b c d', 'a b b c d', 0, 0, 1],
    ['a b c d', '', 0, 4, 0],
    ['', 'thank you', 0, 0, 2],
  ])('%s | %s', (reference, hypothesis, substitutions, deletions, insertions) => {
    expect(countWordErrors(reference, hypothesis, 'en')).toMatchObject({ substitutions, deletions, insertions });
  });

  it('is zero for equal texts, and never more than the longer text', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const { errors, words: count } = countWordErrors(one.join(' '), other.join(' '), 'en');
        expect(count).toBe(one.length);
        expect(errors).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(errors).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
        expect(countWordErrors(one.join(' '), one.join(' '), 'en').errors).toBe(0);
      }),
    );
  });
});
