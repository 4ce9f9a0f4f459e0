import type { SpokenWord } from './track.ts';

/** Two readings that differ in more of their words than this are not of the same speech: one of them is astray. */
const MOST_DIFFERENT = 0.35;
/** A word that only the prompted reading has, and that is no filler and no repetition, must be at least this sure. */
const SURE_ENOUGH = 0.5;
/** A filler that only the prompted reading has: the prompt asks for them, so one that it doubts was not there. */
export const FILLER_SURE_ENOUGH = 0.25;

type Step = { readonly plain?: SpokenWord; readonly verbatim?: SpokenWord };

export type MergeRules = {
  /** Whether other words of the verbatim reading than hesitations may be believed. */
  readonly takesWords: boolean;
  /** Lower case, no punctuation. */
  readonly bare: (text: string) => string;
  readonly isFilledPause: (bare: string) => boolean;
};

/**
 * One transcript of two readings of the same window: the plain one, which leaves out hesitations but punctuates well,
 * and one whose prompt is full of fillers, which keeps them. Words that both have are taken as the plain reading writes
 * them, at the time of the verbatim one (it has no unheard "um" to spread over its neighbours). Where they disagree the
 * surer one wins. Words that only the verbatim reading has are marked `prompted`.
 */
export function mergeReadings(
  plain: readonly SpokenWord[],
  verbatim: readonly SpokenWord[],
  rules: MergeRules,
): SpokenWord[] {
  const steps = align(plain, verbatim, rules);
  if (isAstray(steps, rules)) return [...plain];
  return blocks(steps, rules).flatMap((block) => decide(block, rules));
}

/** Whether two readings can't be of the same speech. */
export function areApart(plain: readonly SpokenWord[], verbatim: readonly SpokenWord[], rules: MergeRules): boolean {
  return isAstray(align(plain, verbatim, rules), rules);
}

function isAstray(steps: readonly Step[], rules: MergeRules): boolean {
  const talk = (words: readonly (SpokenWord | undefined)[]) =>
    words.filter((word) => word !== undefined && !isPause(word, rules)).length;
  const longer = Math.max(talk(steps.map(({ plain }) => plain)), talk(steps.map(({ verbatim }) => verbatim)), 1);
  return steps.filter((step) => isDifferent(step, rules)).length > MOST_DIFFERENT * longer;
}

/** Steps on which the readings agree stand alone; neighbours on which they don't are decided together. */
function blocks(steps: readonly Step[], rules: MergeRules): Step[][] {
  const found: Step[][] = [];
  let isOpen = false;
  for (const step of steps) {
    const isAgreed = isSame(step, rules);
    if (isAgreed || !isOpen) found.push([step]);
    else found.at(-1)!.push(step);
    isOpen = !isAgreed;
  }
  return found;
}

function decide(block: readonly Step[], rules: MergeRules): SpokenWord[] {
  const [only] = block;
  if (block.length === 1 && only?.plain && only.verbatim && isSame(only, rules)) {
    const { plain, verbatim } = only;
    return [{ ...verbatim, text: plain.text, confidence: Math.max(plain.confidence, verbatim.confidence) }];
  }
  const plain = block.flatMap((step) => step.plain ?? []);
  const verbatim = block.flatMap((step) => step.verbatim ?? []);
  const talk = verbatim.filter((word) => !isPause(word, rules));
  const pauses = verbatim.filter((word) => isPause(word, rules) && word.confidence >= FILLER_SURE_ENOUGH);
  const heardMore =
    rules.takesWords &&
    talk.length > 0 &&
    meanConfidence(talk) > (plain.length > 0 ? meanConfidence(plain) : SURE_ENOUGH);
  if (heardMore) return verbatim.map((word) => ({ ...word, ...(isPause(word, rules) ? { prompted: true } : {}) }));
  // The plain words stay; the pauses go between them by their times.
  const missing = pauses.filter((pause) => !plain.some((word) => isPause(word, rules) && overlaps(word, pause)));
  return [...plain, ...missing.map((pause) => ({ ...pause, prompted: true }))].sort((a, b) => a.start - b.start);
}

function isPause({ text }: SpokenWord, { bare, isFilledPause }: MergeRules): boolean {
  return isFilledPause(bare(text));
}

function meanConfidence(words: readonly SpokenWord[]): number {
  return words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length;
}

function overlaps(a: SpokenWord, b: SpokenWord): boolean {
  return a.start < b.end && b.start < a.end;
}

function isSame({ plain, verbatim }: Step, { bare }: MergeRules): boolean {
  return plain !== undefined && verbatim !== undefined && bare(plain.text) === bare(verbatim.text);
}

function isDifferent(step: Step, rules: MergeRules): boolean {
  if (isSame(step, rules)) return false;
  return [step.plain, step.verbatim].some((word) => word !== undefined && !isPause(word, rules));
}

/** Taking one word for another costs less than leaving both out. */
const SUBSTITUTION = 1.2;

/** Cheapest alignment of the words (Levenshtein); a filled pause costs little to leave out. */
function align(plain: readonly SpokenWord[], verbatim: readonly SpokenWord[], rules: MergeRules): Step[] {
  const one = plain.map(({ text }) => rules.bare(text));
  const other = verbatim.map(({ text }) => rules.bare(text));
  const skip = (word: string) => (rules.isFilledPause(word) ? 0.5 : 1);
  const swap = (row: number, column: number) => (one[row] === other[column] ? 0 : SUBSTITUTION);
  const width = other.length + 1;
  const cost = new Float64Array((one.length + 1) * width).fill(Infinity);
  const move = new Uint8Array(cost.length);
  cost[0] = 0;
  const offer = (at: number, value: number, kind: number) => {
    if (value >= cost[at]!) return;
    cost[at] = value;
    move[at] = kind;
  };
  for (let row = 0; row <= one.length; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      if (row > 0) offer(at, cost[at - width]! + skip(one[row - 1]!), UP);
      if (column > 0) offer(at, cost[at - 1]! + skip(other[column - 1]!), LEFT);
      if (row > 0 && column > 0) offer(at, cost[at - width - 1]! + swap(row - 1, column - 1), DIAGONAL);
    }
  }
  return trace(move, plain, verbatim);
}

const UP = 0;
const LEFT = 1;
const DIAGONAL = 2;

function trace(move: Uint8Array, plain: readonly SpokenWord[], verbatim: readonly SpokenWord[]): Step[] {
  const steps: Step[] = [];
  let [row, column] = [plain.length, verbatim.length];
  while (row > 0 || column > 0) {
    const kind = move[row * (verbatim.length + 1) + column]!;
    if (kind !== LEFT) row -= 1;
    if (kind !== UP) column -= 1;
    steps.push({
      ...(kind === LEFT ? {} : { plain: plain[row]! }),
      ...(kind === UP ? {} : { verbatim: verbatim[column]! }),
    });
  }
  return steps.reverse();
}
