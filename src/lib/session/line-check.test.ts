import { describe, expect, it } from 'vitest';
import { LineCheck } from './line-check.ts';

/** Three seconds of room, then four of a line whose words come and go. */
function heard(roomDb: number, voiceDb: number, peakDb = voiceDb + 12) {
  const check = new LineCheck();
  for (let i = 0; i < 30; i += 1) check.hear({ levelDb: roomDb + (i % 3), peakDb: roomDb + 10 }, false);
  check.begin();
  for (let i = 0; i < 40; i += 1) {
    const isWord = i % 5 !== 0;
    check.hear({ levelDb: isWord ? voiceDb - (i % 4) : roomDb, peakDb: isWord ? peakDb : roomDb + 10 }, true);
  }
  return check.doubt();
}

describe('a line that is read aloud', () => {
  it.each([
    ['a clear voice in a quiet room', -65, -25, undefined],
    ['a soft voice that is clear enough', -70, -40, undefined],
    ['a whisper', -75, -50, 'quiet'],
    ['a voice that hardly rises over the room', -40, -27, 'noisy'],
    ['nothing but the room', -60, -58, 'silent'],
    ['a microphone that is muted', -100, -100, 'silent'],
  ] as const)('is judged: %s', (_name, room, voice, doubt) => {
    expect(heard(room, voice)).toBe(doubt);
  });

  it('is overdriven when it reaches full scale, whatever its level', () => {
    expect(heard(-60, -12, 0)).toBe('overdriven');
  });

  it('was not heard where no reading came', () => {
    const check = new LineCheck();
    check.begin();
    expect(check.doubt()).toBe('silent');
  });

  it('is judged anew each time', () => {
    const check = new LineCheck();
    for (let i = 0; i < 30; i += 1) check.hear({ levelDb: -65, peakDb: -55 }, false);
    check.begin();
    for (let i = 0; i < 30; i += 1) check.hear({ levelDb: -20, peakDb: 0 }, true);
    expect(check.doubt()).toBe('overdriven');
    check.begin();
    for (let i = 0; i < 30; i += 1) check.hear({ levelDb: -22, peakDb: -8 }, true);
    expect(check.doubt()).toBeUndefined();
  });
});
