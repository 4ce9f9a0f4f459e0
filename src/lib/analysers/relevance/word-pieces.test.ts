import { beforeAll, describe, expect, it } from 'vitest';
import { minilmFiles } from '../../../../tests/support/minilm.ts';
import { WordPieces } from './word-pieces.ts';

let pieces: WordPieces;
beforeAll(async () => {
  pieces = new WordPieces(await minilmFiles.json('tokenizer.json'));
});

describe('WordPieces', () => {
  // Reference: @huggingface/tokenizers 0.2.0 with the same tokenizer.json.
  it.each([
    [
      'Tell me about a time you had a conflict.',
      [101, 2425, 2033, 2055, 1037, 2051, 2017, 2018, 1037, 4736, 1012, 102],
    ],
    [
      'Café naïveté, 20% & €45.50!',
      [101, 7668, 15743, 2618, 1010, 2322, 1003, 1004, 1574, 19961, 1012, 2753, 999, 102],
    ],
    [
      'Blorp the fandle — idempotency_key',
      [101, 1038, 10626, 2361, 1996, 5470, 10362, 1517, 8909, 6633, 11008, 11916, 1035, 3145, 102],
    ],
    ["don't (stop) $100", [101, 2123, 1005, 1056, 1006, 2644, 1007, 1002, 2531, 102]],
    ['你好 world', [101, 100, 100, 2088, 102]],
    ['', [101, 102]],
  ])('encodes %j as the reference does', (text, ids) => {
    expect(pieces.encode(text, 256)).toEqual(ids);
  });

  it('cuts long texts and still ends them', () => {
    const ids = pieces.encode('word '.repeat(500), 256);
    expect(ids).toHaveLength(256);
    expect([ids[0], ids.at(-1)]).toEqual([101, 102]);
  });

  it('needs more pieces for made-up words than for real ones', () => {
    expect(pieces.piecesPerWord('We talked it through and agreed on a compromise.')).toBe(1);
    expect(pieces.piecesPerWord('Blorp the fandle was grindly over moop.')).toBeGreaterThan(1.5);
    expect(pieces.piecesPerWord('… !')).toBe(0);
  });
});
