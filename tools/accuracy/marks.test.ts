import { expect, it } from 'vitest';
import { agreement, readMarks, recallRange } from './marks.mjs';

const span = (start: number, end: number) => ({ start, end });

it('an event counts for a mark that it shares half with, in pieces too', () => {
  expect(agreement([span(1, 5)], [span(1.2, 2), span(3, 4.8)], [])).toEqual({
    marks: 1,
    found: 1,
    events: 2,
    right: 2,
  });
  expect(agreement([span(1, 2)], [span(1.8, 4)], [])).toEqual({ marks: 1, found: 0, events: 1, right: 0 });
  expect(agreement([], [span(1, 2)], [])).toEqual({ marks: 0, found: 0, events: 1, right: 0 });
});

it('an event in a doubtful stretch counts neither way, unless it is right', () => {
  expect(agreement([], [span(1, 2)], [span(0, 5)])).toEqual({ marks: 0, found: 0, events: 0, right: 0 });
  expect(agreement([span(1, 2)], [span(1, 2)], [span(0, 5)])).toEqual({ marks: 1, found: 1, events: 1, right: 1 });
});

it('marks lie within their clips, in order', () => {
  for (const { file, seconds, doubtful, ...kinds } of readMarks()) {
    const lists = [...Object.values<unknown>(kinds), ...Object.values<unknown>(doubtful ?? {})].filter(
      (list): list is number[][] => Array.isArray(list) && list.every((one) => Array.isArray(one)),
    );
    for (const list of lists) {
      const times = list.flatMap(([start, end]) => [start!, end!]);
      expect(
        [...times].sort((a, b) => a - b),
        file,
      ).toEqual(times);
      expect(times.at(-1) ?? 0, file).toBeLessThanOrEqual(seconds + 0.01);
    }
  }
});

it('the interval of a recall is wide for few marks, and not there for none', () => {
  expect(recallRange({ marks: 3, found: 3 })).toBe('0.44–1.00');
  expect(recallRange({ marks: 100, found: 90 })).toBe('0.83–0.94');
  expect(recallRange({ marks: 0, found: 0 })).toBe('–');
});
