import { parse } from '@plussub/srt-vtt-parser';
import { describe, expect, it } from 'vitest';
import type { Word } from '$lib/core/report/schema.ts';
import { sampleAnswer } from '../tests/sample-report.ts';
import { cuesOf, toSrt, toVtt } from './captions.ts';

const say = (text: string, start = 0, wordSeconds = 0.4): Word[] =>
  text.split(' ').map((word, index) => ({
    text: word,
    start: start + index * wordSeconds,
    end: start + (index + 1) * wordSeconds,
    confidence: 1,
  }));

describe('cuesOf', () => {
  it('keeps every word, in order, in cues of two lines at most', () => {
    const words = say(Array.from({ length: 120 }, (_, index) => `word${index}`).join(' '));
    const cues = cuesOf(words);
    expect(cues.map(({ text }) => text.replaceAll('\n', ' ')).join(' ')).toBe(words.map(({ text }) => text).join(' '));
    for (const cue of cues) {
      expect(cue.text.split('\n').length).toBeLessThanOrEqual(2);
      expect(cue.end - cue.start).toBeLessThanOrEqual(7.5);
      expect(cue.end).toBeGreaterThan(cue.start);
    }
  });

  it('begins a new cue after a silence', () => {
    expect(cuesOf([...say('one two'), ...say('three four', 5)])).toHaveLength(2);
  });

  it('has no cue without words', () => {
    expect(cuesOf([])).toEqual([]);
  });
});

describe('formats', () => {
  const cues = [
    { start: 0, end: 1.5, text: 'a < b & c' },
    { start: 3661.001, end: 3662, text: 'two\nlines' },
  ];

  it('WebVTT escapes its markup and stamps with a dot', () => {
    expect(toVtt(cues)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n\n01:01:01.001 --> 01:01:02.000\ntwo\nlines\n',
    );
  });

  it('SubRip numbers from one and stamps with a comma', () => {
    expect(toSrt(cues)).toBe(
      '1\n00:00:00,000 --> 00:00:01,500\na < b & c\n\n2\n01:01:01,001 --> 01:01:02,000\ntwo\nlines\n',
    );
  });
});

describe('other programs', () => {
  const { words } = sampleAnswer(120).transcript!;
  const cues = cuesOf(words.map((word, index) => (index === 4 ? { ...word, text: 'R&D' } : word)));
  const told = cues.map(({ start, end, text }) => ({
    from: Math.round(start * 1000),
    to: Math.round(end * 1000),
    text,
  }));

  it('read the SubRip captions as they were meant', () => {
    expect(parse(toSrt(cues)).entries.map(({ from, to, text }) => ({ from, to, text }))).toEqual(told);
  });

  it('read the WebVTT captions as they were meant', () => {
    // That parser leaves the escapes to whoever shows the text.
    const plain = (text: string) => text.replaceAll('&amp;', '&');
    const read = parse(toVtt(cues)).entries.map(({ from, to, text }) => ({ from, to, text: plain(text) }));
    expect(read).toEqual(told);
  });
});
