import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { Stretch } from '$lib/engines/samples/live-sound.ts';
import { caption, type CaptionWord } from './caption.ts';

/** A voice that says a numbered word every half second, in pieces of a tenth of a second. */
async function* voice(seconds: number, isSpeaking: (at: number) => boolean = () => true): AsyncGenerator<Stretch> {
  for (let piece = 0; piece < seconds * 10; piece++) {
    const at = piece / 10;
    yield await Promise.resolve({ samples: new Float32Array(SAMPLE_RATE / 10).fill(isSpeaking(at) ? 0.1 : 0), at });
  }
}

const wordsOf = (start: number, end: number): CaptionWord[] => {
  const words: CaptionWord[] = [];
  for (let n = Math.ceil(start * 2); (n + 1) / 2 <= end; n++) {
    words.push({ text: String(n), start: n / 2, end: n / 2 + 0.3, confidence: 1 });
  }
  return words;
};

describe('live captions', () => {
  it('give every word once, in order, while only the newest seconds are read again', async () => {
    const shown: (readonly CaptionWord[])[] = [];
    let longest = 0;
    await caption(
      voice(60),
      (samples, at) => {
        longest = Math.max(longest, samples.length / SAMPLE_RATE);
        return Promise.resolve(wordsOf(at, at + samples.length / SAMPLE_RATE));
      },
      (words) => shown.push(words),
    );
    expect(longest).toBeLessThan(12);
    expect(shown.at(-1)?.map(({ text }) => Number(text))).toEqual(Array.from({ length: 120 }, (_, n) => n));
    expect(shown[0]!.at(-1)!.end).toBeLessThanOrEqual(2.2);
  });

  it('ask for no words where nobody speaks', async () => {
    let asked = 0;
    const hear = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    await caption(
      voice(30, () => false),
      hear,
      () => undefined,
    );
    expect(asked).toBe(0);
  });
});
