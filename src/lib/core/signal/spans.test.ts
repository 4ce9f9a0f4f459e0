import { describe, expect, it } from 'vitest';
import { gapsBetween, insideOf, joinSpans, overlapSeconds, spansAbove, totalSeconds } from './spans.ts';

const span = (start: number, end: number) => ({ start, end });

describe('spansAbove', () => {
  it.each([
    ['nothing', [], []],
    ['all low', [0, 0.1, 0.2], []],
    ['all high', [1, 1], [span(0, 2)]],
    ['a stretch', [0, 0.6, 0.7, 0.1], [span(1, 3)]],
    ['a dip above the lower threshold', [0.6, 0.4, 0.6, 0.2], [span(0, 3)]],
    ['a rise that does not reach the upper threshold', [0.4, 0.45, 0.2], []],
    ['not measured in between', [0.6, NaN, 0.6], [span(0, 1), span(2, 3)]],
  ])('%s', (_name, values, expected) => {
    expect(spansAbove(values, 1, 0.5, 0.35)).toEqual(expected);
  });
});

it('joins what is nearer than the gap', () => {
  expect(joinSpans([span(0, 1), span(1.1, 2), span(2.5, 3)], 0.2)).toEqual([span(0, 2), span(2.5, 3)]);
  expect(joinSpans([span(0, 5), span(1, 2)], 0.2)).toEqual([span(0, 5)]);
  expect(joinSpans([], 1)).toEqual([]);
});

it.each([
  [[], 3, [span(0, 3)]],
  [[span(0, 3)], 3, []],
  [[span(1, 2)], 3, [span(0, 1), span(2, 3)]],
  [[span(0, 1), span(2, 4)], 3, [span(1, 2)]],
])('gaps between %j up to %i s', (spans, seconds, expected) => {
  expect(gapsBetween(spans, seconds)).toEqual(expected);
});

it('adds and overlaps', () => {
  expect(totalSeconds([span(0, 1), span(2, 2.5)])).toBeCloseTo(1.5);
  expect(overlapSeconds(span(0.5, 2.25), [span(0, 1), span(2, 2.5)])).toBeCloseTo(0.75);
});

it('answers whether rising times lie in spans', () => {
  const isInside = insideOf([span(1, 2), span(3, 4)]);
  expect([0, 1, 1.9, 2, 2.5, 3, 3.9, 4, 9].map(isInside)).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
});
