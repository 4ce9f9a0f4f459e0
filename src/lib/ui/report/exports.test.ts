import { describe, expect, it } from 'vitest';
import type { Answer } from '$lib/core/report/schema.ts';
import { fileNameOf, toCsv } from './exports.ts';

describe('fileNameOf', () => {
  it.each([
    ['My answer: take 2', 'My-answer-take-2.json'],
    ['../../etc/passwd', 'etc-passwd.json'],
    ['Jawaban saya — ke-2', 'Jawaban-saya-ke-2.json'],
    ['???', 'viva.json'],
    ['x'.repeat(300), `${'x'.repeat(80)}.json`],
  ])('%s → %s', (title, expected) => {
    expect(fileNameOf(title, 'json')).toBe(expected);
  });
});

describe('toCsv', () => {
  const measure = {
    id: 'speech.wpm',
    value: 151.25,
    unit: 'wpm',
    seconds: 60,
    confidence: 'measured',
    evidence: [],
    analyser: 'pace',
    analyserVersion: 1,
  };
  const answer = (name: string) =>
    ({
      media: { name },
      measures: [measure, { ...measure, value: null, reason: 'too-short', confidence: 'unavailable' }],
    }) as unknown as Answer;

  it('has a header, a row for each measure, and empty cells where nothing is', () => {
    const lines = toCsv([answer('a.mp4')])
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe('1,a.mp4,speech.wpm,151.25,wpm,,measured,,60,,,,,pace,1');
    expect(lines[2]).toBe('1,a.mp4,speech.wpm,,wpm,,unavailable,too-short,60,,,,,pace,1');
  });

  it('quotes what CSV needs quoted, and lets no spreadsheet run a file name', () => {
    expect(toCsv([answer('a, "b".mp4')])).toContain('"a, ""b"".mp4"');
    expect(toCsv([answer('=HYPERLINK(1)')])).toContain("1,'=HYPERLINK(1),");
  });
});
