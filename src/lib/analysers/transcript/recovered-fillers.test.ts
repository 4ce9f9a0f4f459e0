import { describe, expect, it } from 'vitest';
import type { FilledPause } from '$lib/analysers/filled-pauses/track.ts';
import { insertFillers, recoverFillers, type FillerEvidence } from './recovered-fillers.ts';

const words = [
  { start: 1, end: 1.5 },
  { start: 2.2, end: 3 },
];
const held = (start: number, end: number, kind: FilledPause['kind'], score = 0.8): FilledPause => ({
  start,
  end,
  kind,
  score,
});
const recover = (more: Partial<FillerEvidence> = {}, said: { start: number; end: number }[] = words) =>
  recoverFillers(said, { speech: [{ start: 1, end: 3 }], held: [], voicedShare: () => 0.9, ...more }).map(
    ({ start, end, kind, isHeld }) => `${kind} ${start.toFixed(2)}-${end.toFixed(2)}${isHeld ? ' held' : ''}`,
  );

describe('recoverFillers', () => {
  it.each([
    ['voiced speech without a word', {}, ['um 1.54-2.16']],
    ['the sound tells the kind', { held: [held(1.6, 1.9, 'uh')] }, ['uh 1.54-2.16 held']],
    ['a hum is an um', { held: [held(1.6, 1.9, 'hm')] }, ['um 1.54-2.16 held']],
    ['a breath is none', { voicedShare: () => 0.2 }, []],
    ['without pitch only what sounds held', { voicedShare: () => undefined }, []],
    ['a doubtful held stretch says nothing', { voicedShare: () => undefined, held: [held(1.6, 1.9, 'uh', 0.3)] }, []],
    ['a held word is not uncovered', { voicedShare: () => 0, held: [held(2.2, 2.9, 'uh')] }, []],
    [
      'silence between the words',
      {
        speech: [
          { start: 1, end: 1.6 },
          { start: 2.2, end: 3 },
        ],
      },
      [],
    ],
  ])('%s', (_name, more, expected) => {
    expect(recover(more)).toEqual(expected);
  });

  it('leaves short gaps, lost sentences and the tail of the detector alone', () => {
    expect(
      recover({}, [
        { start: 1, end: 1.5 },
        { start: 1.8, end: 2.9 },
      ]),
    ).toEqual([]);
    expect(recover({ speech: [{ start: 1, end: 6 }] }, [{ start: 1, end: 1.5 }])).toEqual([]);
    expect(recover({}, [{ start: 1, end: 2.65 }])).toEqual([]);
  });

  it('finds one before the first word and one after the last', () => {
    expect(recover({ speech: [{ start: 0.5, end: 3.6 }] }, [{ start: 1, end: 3 }])).toEqual([
      'uh 0.50-0.96',
      'uh 3.04-3.48',
    ]);
  });
});

describe('insertFillers', () => {
  it('keeps the order of time', () => {
    const spoken = [
      { text: 'so', start: 1, end: 1.5, confidence: 1 },
      { text: 'we', start: 2.2, end: 3, confidence: 1 },
    ];
    const recovered = [{ kind: 'um' as const, start: 1.6, end: 2, confidence: 0.4, isHeld: false }];
    expect(insertFillers(spoken, recovered).map(({ text }) => text)).toEqual(['so', 'um', 'we']);
  });
});
