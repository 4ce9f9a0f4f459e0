import { describe, expect, it } from 'vitest';
import { isTooFast } from './practice-words.ts';
import { Cues, type Cue, type CueReading } from './practice-cues.ts';

/** Reads ten times a second, as the session does, and gives what was shown. */
function shown(seconds: number, readingAt: (at: number) => Partial<CueReading>): Cue[] {
  const cues = new Cues();
  const seen = new Set<Cue>();
  for (let tick = 0; tick <= seconds * 10; tick++) {
    const at = tick / 10;
    const speaking = {
      levelDb: tick % 7 === 0 ? -60 : -30,
      isMicrophoneSilent: false,
      isOutOfFrame: false,
      isTooFast: false,
    };
    const cue = cues.read({ at, ...speaking, ...readingAt(at) });
    if (cue) seen.add(cue);
  }
  return [...seen];
}

describe('live cues', () => {
  it('say nothing to who speaks in front of the camera', () => {
    expect(shown(120, () => ({}))).toEqual([]);
  });

  it('say nothing in the first three seconds', () => {
    const [first] = shown(10, () => ({ isOutOfFrame: true }));
    expect(first?.since).toBeCloseTo(3, 1);
  });

  it('are at least twenty seconds apart, whatever is wrong', () => {
    const cues = shown(65, (at) => (at % 2 < 1 ? { isOutOfFrame: true } : { isMicrophoneSilent: true }));
    expect(cues).toHaveLength(4);
    cues.slice(1).forEach((cue, index) => {
      expect(cue.since - cues[index]!.since).toBeGreaterThanOrEqual(20);
    });
  });

  it('are gone after three seconds', () => {
    const cues = new Cues();
    const off = { levelDb: -60, isMicrophoneSilent: false, isOutOfFrame: true, isTooFast: false };
    expect(cues.read({ at: 5, ...off })?.id).toBe('out-of-frame');
    expect(cues.read({ at: 7.9, ...off })?.id).toBe('out-of-frame');
    expect(cues.read({ at: 8, ...off })).toBeUndefined();
  });

  it('tell a very long pause six seconds after the last word, and none before the first', () => {
    expect(shown(15, () => ({ levelDb: -60 }))).toEqual([]);
    const [cue] = shown(20, (at) => (at < 8 ? {} : { levelDb: -60 }));
    expect(cue?.id).toBe('long-pause');
    expect(cue?.since).toBeGreaterThan(13.5);
    expect(cue?.since).toBeLessThan(14.5);
  });

  it('name the silent microphone before anything else', () => {
    expect(shown(5, () => ({ isOutOfFrame: true, isMicrophoneSilent: true }))[0]?.id).toBe('microphone-silent');
  });

  it('tell who speaks too fast by the last fifteen seconds of words, in the bands of the language', () => {
    const words = (perMinute: number, seconds: number) =>
      Array.from({ length: (perMinute * seconds) / 60 }, (_, n) => {
        const start = (n * 60) / perMinute;
        return { text: 'word', start, end: start + 0.2, confidence: 1 };
      });
    expect(isTooFast(words(150, 40), 'en')).toBe(false);
    expect(isTooFast(words(230, 40), 'en')).toBe(true);
    expect(isTooFast(words(230, 10), 'en')).toBe(false);
    expect(isTooFast(words(180, 40), 'id')).toBe(true);
    expect(shown(20, (at) => ({ isTooFast: at > 15 }))[0]?.id).toBe('too-fast');
  });
});
