/**
 * How a sub-score is made of measures, as data. Printed into every report as one line that a program can read back:
 *
 *     when speech.wordCount >= 1: 2*speech.fillersPerMinute[0:100 5:90 12:40 20:0] + 1*pause.longPerMinute[…]
 *       cap content.relevanceMargin[-0.05:25 0.05:100] needs 2
 *
 * The value is the weighted mean of the terms whose measure has a value, each read off its line of points; `needs`:
 * with fewer terms than that there is no value; `cap`: no higher than this line says, where its measure has a value;
 * `when`: no value where the measure is listed and below the threshold or unavailable. Rounded to one decimal.
 */
export type Formula = {
  readonly terms: readonly Term[];
  readonly caps?: readonly Line[];
  /** Fewest terms that make a value; 1 where absent. */
  readonly needs?: number;
  readonly when?: readonly { readonly measure: string; readonly atLeast: number }[];
  /** The spread of the terms is published beside the value. */
  readonly spread?: boolean;
};

/** A measure's way to points: piecewise linear between the points, level beyond them. x ascends; y is 0–100. */
export type Line = { readonly measure: string; readonly points: readonly (readonly [x: number, y: number])[] };

/** A line with its weight in the mean, and where its points come from. */
export type Term = Line & { readonly weight: number; readonly source: string };

/** Reads a line at `x`. */
export function readLine(points: Line['points'], x: number): number {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) throw new RangeError('a line without points');
  if (x <= first[0]) return first[1];
  for (let index = 1; index < points.length; index += 1) {
    const [x0, y0] = points[index - 1]!;
    const [x1, y1] = points[index]!;
    if (x <= x1) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
  return last[1];
}

/** The formula as the line of text that a report carries. */
export function printFormula({ terms, caps = [], needs = 1, when = [], spread = false }: Formula): string {
  const line = ({ measure, points }: Line) => `${measure}[${points.map(([x, y]) => `${x}:${y}`).join(' ')}]`;
  return [
    ...when.map(({ measure, atLeast }) => `when ${measure} >= ${atLeast}:`),
    terms.map((term) => `${term.weight}*${line(term)}`).join(' + '),
    ...caps.map((cap) => `cap ${line(cap)}`),
    ...(needs > 1 ? [`needs ${needs}`] : []),
    ...(spread ? ['spread'] : []),
  ].join(' ');
}

const LINE = String.raw`([\w.]+)\[([^\]]*)\]`;

/** Reads back what `printFormula` wrote, without sources. Throws a `RangeError` where the text is no formula. */
export function parseFormula(text: string): Formula {
  const when = [...text.matchAll(/when ([\w.]+) >= (-?[\d.]+):/g)].map((found) => ({
    measure: found[1]!,
    atLeast: Number(found[2]),
  }));
  const lineOf = (measure: string, points: string): Line => ({
    measure,
    points: points.split(' ').map((point) => {
      const [x, y] = point.split(':').map(Number);
      if (x === undefined || y === undefined || Number.isNaN(x + y)) throw new RangeError(`not a point: ${point}`);
      return [x, y] as const;
    }),
  });
  const terms = [...text.matchAll(new RegExp(String.raw`(\d+(?:\.\d+)?)\*${LINE}`, 'g'))].map((found) => ({
    ...lineOf(found[2]!, found[3]!),
    weight: Number(found[1]),
    source: '',
  }));
  if (terms.length === 0) throw new RangeError(`no formula: ${text}`);
  const caps = [...text.matchAll(new RegExp(`cap ${LINE}`, 'g'))].map((found) => lineOf(found[1]!, found[2]!));
  const needs = Number(/needs (\d+)/.exec(text)?.[1] ?? 1);
  return { terms, caps, needs, when, spread: /\bspread$/.test(text) };
}
