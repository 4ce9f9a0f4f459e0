import { spellNumber, spellOrdinal } from './numbers.ts';

/** Edits that turn a reference into what was recognised. WER = `errors` / `words`. */
export type WordErrors = {
  readonly errors: number;
  /** Words of the reference after normalisation. */
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
};

/** Written in more than one way though said the same, so that a spelling is no error. */
const SAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    mr: 'mister',
    mrs: 'missus',
    dr: 'doctor',
    okay: 'ok',
    alright: 'all right',
    yknow: 'you know',
    "y'know": 'you know',
    gonna: 'going to',
    wanna: 'want to',
    percent: 'per cent',
    '%': 'per cent',
    '&': 'and',
    umm: 'um',
    uhm: 'um',
    uhh: 'uh',
  },
  id: { '%': 'persen', '&': 'dan' },
};

/**
 * The words of a text as they are compared: lower case, no punctuation, hyphens parted, numbers in words, letters and
 * digits that were written together parted (`P9` → `p nine`), marks of noises (`<VOCNOISE>`, `[adif]`) left out, and a few
 * spellings made one.
 */
export function normaliseWords(text: string, language: string): string[] {
  const same = SAME[language] ?? {};
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/<[^>]*>|\[[^\]]*\]/g, ' ')
    .replaceAll('’', "'")
    .replaceAll(/(\d)[.,](?=\d{3}\b)/g, '$1')
    .replaceAll(/(\d+)(?:st|nd|rd|th)\b/g, (_, digits: string) => spellOrdinal(digits, language))
    .replaceAll(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu, ' ')
    .replaceAll(/\d+/g, (digits) => spellNumber(digits, language))
    .replaceAll(/[^\p{L}\p{N}'%&\s]/gu, ' ')
    .replaceAll(/(?<=%|&)|(?=%|&)/g, ' ')
    .split(/\s+/)
    .map((word) => word.replaceAll(/^'+|'+$/g, ''))
    .filter((word) => word !== '')
    .flatMap((word) => (same[word] ?? word).split(' '));
}

/** Word errors by the cheapest alignment (Levenshtein over words), both sides normalised alike. */
export function countWordErrors(reference: string, hypothesis: string, language: string): WordErrors {
  const wanted = normaliseWords(reference, language);
  const found = normaliseWords(hypothesis, language);
  const { substitutions, deletions, insertions } = align(wanted, found);
  return {
    errors: substitutions + deletions + insertions,
    words: wanted.length,
    substitutions,
    deletions,
    insertions,
  };
}

type Cell = { readonly substitutions: number; readonly deletions: number; readonly insertions: number };

const cost = (cell: Cell) => cell.substitutions + cell.deletions + cell.insertions;
const cheaper = (a: Cell, b: Cell) => (cost(b) < cost(a) ? b : a);

function align(wanted: readonly string[], found: readonly string[]): Cell {
  let row: Cell[] = [...found, ''].map((_, count) => ({ substitutions: 0, deletions: 0, insertions: count }));
  for (const word of wanted) {
    const above = row;
    const first = above[0]!;
    row = [{ ...first, deletions: first.deletions + 1 }];
    for (const [index, other] of found.entries()) {
      const diagonal = above[index]!;
      const match = word === other ? diagonal : { ...diagonal, substitutions: diagonal.substitutions + 1 };
      const up = above[index + 1]!;
      const left = row[index]!;
      row.push(
        cheaper(cheaper(match, { ...up, deletions: up.deletions + 1 }), { ...left, insertions: left.insertions + 1 }),
      );
    }
  }
  return row.at(-1)!;
}
