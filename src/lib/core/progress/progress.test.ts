import { describe, expect, it } from 'vitest';
import { changeOf, historyIds, historyOf, type Point } from './change.ts';
import type { Digest } from './digest.ts';
import { adviceCounts, distributionsOf } from './group.ts';
import { daysOf, practicePlan } from './practice-plan.ts';
import type { Report } from '../report/schema.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-01T18:00:00Z');

function points(...values: number[]): Point[] {
  return values.map((value, index) => ({ sessionId: `s${index}`, created: `2026-11-0${index + 1}`, value }));
}

type Made = {
  value?: number;
  maker?: string;
  question?: string;
  code?: string;
  quality?: number;
  uncertainty?: number;
};

function digest(
  day: number,
  { value = 100, maker = 'pace 1  en', question, code, quality, uncertainty }: Made,
): Digest {
  return {
    id: `day-${day}`,
    version: 1,
    created: new Date(START + day * DAY).toISOString(),
    title: `Day ${day}`,
    answers: [
      {
        id: `a-${day}`,
        question: question === undefined ? null : { id: question, text: question },
        measures: {
          'speech.wpm': { value, unit: 'wpm', maker, ...(uncertainty === undefined ? {} : { uncertainty }) },
          ...(quality === undefined ? {} : { 'content.quality': { value: quality, unit: 'of 10', maker: 'q' } }),
        },
        next: code === undefined ? null : { code, text: `Try ${code}, said on day ${day}.` },
        said: '',
      },
    ],
    scores: {},
  };
}

describe('changeOf', () => {
  it('says nothing before there is a baseline', () => {
    expect(changeOf(points(1, 2, 9))).toBeUndefined();
  });

  it('holds what moves no more than the sessions before for noise', () => {
    // Differences between neighbours 10, −12, 11: SEM 7.8, so three earlier sessions leave 17.6 undecided.
    const change = changeOf(points(100, 110, 98, 109, 121));
    expect(change).toMatchObject({ verdict: 'same', latest: 121 });
    expect(change?.baseline).toBeCloseTo(104.5, 6);
    expect(change?.noise).toBeCloseTo(1.96 * Math.sqrt((100 + 144 + 121) / 6) * Math.sqrt(1.25), 6);
  });

  it('says up or down beyond it', () => {
    expect(changeOf(points(100, 102, 101, 103, 140))?.verdict).toBe('up');
    expect(changeOf(points(12, 11, 12, 11.5, 3))?.verdict).toBe('down');
  });

  it('is never surer than the measure itself', () => {
    const stated = points(100, 100, 100, 104).map((point) => ({ ...point, uncertainty: 5 }));
    expect(changeOf(stated)?.verdict).toBe('same');
    expect(changeOf(points(100, 100, 100, 104))?.verdict).toBe('up');
  });
});

describe('historyOf', () => {
  it('compares only what the same version measured in the same language', () => {
    const digests = [
      digest(0, { value: 90, maker: 'pace 1  en' }),
      digest(1, { value: 150, maker: 'pace 1  id' }),
      digest(2, { value: 92, maker: 'pace 1  en' }),
    ];
    const history = historyOf(digests.toReversed(), 'speech.wpm');
    expect(history?.points.map(({ value }) => value)).toEqual([90, 92]);
    expect(history?.setAside).toBe(1);
    expect(history?.change).toBeUndefined();
  });

  it('knows what has a history, and nothing of the rest', () => {
    expect(historyIds([digest(0, { quality: 5 }), digest(1, {})])).toEqual(['speech.wpm', 'content.quality']);
    expect(historyOf([digest(0, {})], 'gaze.towardShare')).toBeUndefined();
    expect(historyOf([], 'speech.wpm')).toBeUndefined();
  });
});

describe('practicePlan', () => {
  const now = START + 10 * DAY;

  it('names the advice that came back most, in its newest words', () => {
    const digests = [digest(1, { code: 'result' }), digest(5, { code: 'result' }), digest(6, { code: 'pace' })];
    expect(practicePlan(digests, now).step).toEqual({
      code: 'result',
      text: 'Try result, said on day 5.',
      times: 2,
      of: 3,
    });
  });

  it('brings a question back after 2, then 4 days, and not after a good answer', () => {
    const digests = [
      digest(1, { question: 'team', quality: 4 }),
      digest(8, { question: 'team', quality: 6, code: 'result' }),
      digest(9, { question: 'conflict', quality: 5 }),
      digest(7, { question: 'why', quality: 9 }),
    ];
    expect(practicePlan(digests, now).retries).toEqual([
      { question: { id: 'conflict', text: 'conflict' }, due: '2026-11-12', isDue: false, tries: 1 },
      {
        question: { id: 'team', text: 'team' },
        due: '2026-11-13',
        isDue: false,
        tries: 2,
        next: 'Try result, said on day 8.',
      },
    ]);
    expect(practicePlan(digests, now + DAY).retries.map(({ isDue }) => isDue)).toEqual([true, false]);
  });

  it('asks for every other day, and for today after a break', () => {
    expect(practicePlan([digest(9, {})], now).nextDay).toBe('2026-11-12');
    expect(practicePlan([digest(1, {})], now).nextDay).toBe('2026-11-11');
    expect(practicePlan([], now)).toEqual({ retries: [], nextDay: '2026-11-11' });
  });
});

it('counts days of the person’s own zone', () => {
  const { days, practised } = daysOf([digest(0, {}), digest(0, {}), digest(3, {})], START + 3 * DAY, -7 * 60, 1);
  expect(practised).toBe(2);
  expect(days).toHaveLength(7);
  // 18:00 UTC is the next day already in Jakarta.
  expect(days.map(({ date, answers }) => `${date.slice(-2)}:${answers}`)).toEqual(
    ['30:0', '31:0', '01:0', '02:2', '03:0', '04:0', '05:1'].slice(-7),
  );
});

describe('reports of a group', () => {
  const report = (value: number | null, version: number, codes: string[]) =>
    ({
      scores: { overall: value, content: null, speech: value, voice: null, presence: null, weights: {}, formulas: '' },
      answers: [
        {
          transcript: { language: 'en' },
          measures: [{ id: 'speech.wpm', value, unit: 'wpm', analyser: 'pace', analyserVersion: version }],
          feedback: { verbal: [], nonVerbal: [], recommendations: codes.map((code) => ({ code })) },
        },
      ],
    }) as unknown as Report;

  it('tells how values lie, in the order of the files, and how many are missing', () => {
    const [overall, , wpm] = distributionsOf([
      report(80, 1, []),
      report(null, 1, []),
      report(60, 1, []),
      report(70, 1, []),
    ]);
    expect(overall?.id).toBe('overall');
    expect(wpm).toEqual({
      ...{ id: 'speech.wpm', unit: 'wpm', analyser: 'pace', count: 3, unavailable: 1 },
      ...{ low: 60, quartile: 65, median: 70, upperQuartile: 75, high: 80 },
      ...{ values: [80, null, 60, 70], isComparable: true },
    });
  });

  it('says where other versions measured', () => {
    const wpm = distributionsOf([report(80, 1, []), report(60, 2, [])]).find(({ id }) => id === 'speech.wpm');
    expect(wpm?.isComparable).toBe(false);
  });

  it('counts advice once a report', () => {
    expect(adviceCounts([report(1, 1, ['a', 'a', 'b']), report(1, 1, ['a'])])).toEqual([
      { code: 'a', reports: 2 },
      { code: 'b', reports: 1 },
    ]);
  });
});
