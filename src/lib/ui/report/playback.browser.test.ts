import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { madeWav } from '$lib/core/made-media.ts';
import { Playback } from './Playback.svelte.ts';

/** Ten seconds of silence as a WAV, made here: the element must seek in it as in a recording. */
function tenSeconds(): Blob {
  const rate = 8000;
  return new Blob([madeWav(new Int16Array(rate * 10), rate)], { type: 'audio/wav' });
}

let clean: () => void = () => undefined;

async function playable(playback: Playback): Promise<HTMLAudioElement> {
  const audio = document.createElement('audio');
  audio.muted = true;
  document.body.append(audio);
  const detach = playback.attach(audio);
  const address = URL.createObjectURL(tenSeconds());
  clean = () => {
    detach();
    audio.remove();
    URL.revokeObjectURL(address);
  };
  audio.src = address;
  await vi.waitFor(() => {
    expect(playback.canPlay).toBe(true);
  });
  return audio;
}

afterEach(() => {
  clean();
  clean = () => undefined;
});

describe('Playback', () => {
  it('plays a moment and stops by itself, a second at least', async () => {
    const playback = new Playback(10);
    const audio = await playable(playback);
    // Browsers let a page play only after somebody has touched it.
    const button = document.createElement('button');
    button.textContent = 'play';
    button.addEventListener('click', () => {
      playback.playSpan({ start: 4, end: 4.2 });
    });
    document.body.append(button);
    await userEvent.click(button);
    button.remove();
    await vi.waitFor(() => {
      expect(playback.isPlaying).toBe(true);
    });
    await vi.waitFor(
      () => {
        expect(playback.isPlaying).toBe(false);
      },
      { timeout: 10_000 },
    );
    expect(audio.currentTime).toBeGreaterThanOrEqual(5);
    expect(audio.currentTime).toBeLessThan(8);
    expect(playback.position).toBeCloseTo(audio.currentTime, 3);
  });

  it('seeks without playing, within the recording', async () => {
    const playback = new Playback(10);
    const audio = await playable(playback);
    playback.seek(7);
    expect(audio.currentTime).toBeCloseTo(7, 1);
    expect(playback.isPlaying).toBe(false);
    playback.seek(99);
    expect(playback.position).toBe(10);
    playback.seek(-5);
    expect(playback.position).toBe(0);
  });

  it('keeps a place that was asked for before the recording was there', async () => {
    const playback = new Playback(10);
    playback.playFrom(6);
    expect(playback.position).toBe(6);
    const audio = await playable(playback);
    expect(audio.currentTime).toBeCloseTo(6, 1);
  });

  it('moves its place where nothing can be played', () => {
    const playback = new Playback(10);
    playback.playSpan({ start: 3, end: 4 });
    expect(playback.position).toBeCloseTo(2.85);
    expect(playback.isPlaying).toBe(false);
  });
});
