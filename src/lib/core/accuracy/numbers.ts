/** Digits in words, so that `10` and `ten` are one word to a word error rate. */
type Speller = (value: number) => string;

const ONES_EN = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS_EN = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** 0…999 999 999, without `and`, which speakers put in or leave out. */
const english: Speller = (value) => {
  if (value < 20) return ONES_EN[value]!;
  if (value < 100) return join(TENS_EN[Math.floor(value / 10)]!, value % 10, english);
  if (value < 1000) return join(`${ONES_EN[Math.floor(value / 100)]!} hundred`, value % 100, english);
  if (value < 1e6) return join(`${english(Math.floor(value / 1000))} thousand`, value % 1000, english);
  return join(`${english(Math.floor(value / 1e6))} million`, value % 1e6, english);
};

const ONES_ID = [
  ...['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas'],
];

const indonesian: Speller = (value) => {
  if (value < 12) return ONES_ID[value]!;
  if (value < 20) return `${ONES_ID[value - 10]!} belas`;
  if (value < 100) return join(`${ONES_ID[Math.floor(value / 10)]!} puluh`, value % 10, indonesian);
  if (value < 200) return join('seratus', value % 100, indonesian);
  if (value < 1000) return join(`${ONES_ID[Math.floor(value / 100)]!} ratus`, value % 100, indonesian);
  if (value < 2000) return join('seribu', value % 1000, indonesian);
  if (value < 1e6) return join(`${indonesian(Math.floor(value / 1000))} ribu`, value % 1000, indonesian);
  return join(`${indonesian(Math.floor(value / 1e6))} juta`, value % 1e6, indonesian);
};

function join(head: string, rest: number, spell: Speller): string {
  return rest === 0 ? head : `${head} ${spell(rest)}`;
}

const SPELLERS: Readonly<Record<string, Speller>> = { en: english, id: indonesian };

/** A whole number below a milliard in words; other numbers digit by digit, and digits where the language is unknown. */
export function spellNumber(digits: string, language: string): string {
  const spell = SPELLERS[language];
  if (!spell) return digits;
  const value = Number(digits);
  // 007 and telephone numbers are read digit by digit.
  if (value >= 1e9 || (digits.length > 1 && digits.startsWith('0')))
    return Array.from(digits, (one) => spell(Number(one))).join(' ');
  return spell(value);
}

const ORDINALS_EN: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** `15th` → `fifteenth`; digits where the language has no such form here. */
export function spellOrdinal(digits: string, language: string): string {
  if (language !== 'en') return digits;
  const words = spellNumber(digits, language).split(' ');
  const last = words.pop()!;
  const ordinal = ORDINALS_EN[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join(' ');
}
