import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '$lib/core/media.ts';
import { MAX_WINDOW_SECONDS, planWindows } from './windows.ts';

const none = { step: 0.032, values: new Float32Array(0) };
const plan = (spans: Span[], seconds = 600) => planWindows(spans, seconds, none);

describe('planWindows', () => {
  it('takes a short answer whole, with half a second around it', () => {
    expect(
      plan(
        [
          { start: 2, end: 4 },
          { start: 4.5, end: 9 },
        ],
        12,
      ),
    ).toEqual([{ start: 1.5, end: 9.5 }]);
  });

  it('stays inside the recording', () => {
    expect(plan([{ start: 0.1, end: 4.9 }], 5)).toEqual([{ start: 0, end: 5 }]);
  });

  it('ends a window at a silence of three seconds', () => {
    expect(
      plan([
        { start: 1, end: 4 },
        { start: 7, end: 9 },
      ]),
    ).toHaveLength(2);
    expect(
      plan([
        { start: 1, end: 4 },
        { start: 6.9, end: 9 },
      ]),
    ).toHaveLength(1);
  });

  it('cuts where the silence is longest, not where the window is full', () => {
    const spans = [
      { start: 0, end: 15 },
      { start: 16.5, end: 25 },
      { start: 25.3, end: 40 },
    ];
    expect(plan(spans).map(({ start }) => start)).toEqual([0, 16]);
  });

  it('cuts speech without a pause where the detector doubted most', () => {
    const values = new Float32Array(Math.ceil(50 / 0.032)).fill(0.95);
    values[Math.round(20 / 0.032)] = 0.6;
    const windows = planWindows([{ start: 0, end: 50 }], 50, { step: 0.032, values });
    expect(windows[0]?.end).toBeCloseTo(20, 1);
    expect(windows[1]?.start).toBeCloseTo(20, 1);
  });

  it('hears all speech once, in order, in windows that fit', () => {
    const spansOf = fc
      .array(fc.tuple(fc.double({ min: 0.2, max: 6, noNaN: true }), fc.double({ min: 0.2, max: 70, noNaN: true })), {
        maxLength: 30,
      })
      .map((pairs) => {
        let at = 0;
        return pairs.map(([gap, length]) => {
          const span = { start: at + gap, end: at + gap + length };
          at = span.end;
          return span;
        });
      });
    fc.assert(
      fc.property(spansOf, (spans) => {
        const seconds = (spans.at(-1)?.end ?? 0) + 0.3;
        const windows = planWindows(spans, seconds, none);
        for (const [index, { start, end }] of windows.entries()) {
          expect(end - start).toBeLessThanOrEqual(MAX_WINDOW_SECONDS + 1e-6);
          expect(start).toBeGreaterThanOrEqual(windows[index - 1]?.end ?? 0);
          expect(end).toBeLessThanOrEqual(seconds);
        }
        for (const span of spans) {
          const heard = windows.reduce(
            (sum, window) => sum + Math.max(0, Math.min(window.end, span.end) - Math.max(window.start, span.start)),
            0,
          );
          expect(heard).toBeCloseTo(span.end - span.start, 6);
        }
      }),
      { numRuns: 200 },
    );
  });
});
