import { expect, it } from 'vitest';
import { sampleAnswer } from '../tests/sample-report.ts';
import { cuesOf, toVtt } from './captions.ts';

/** Cues as the browser's own parser reads a WebVTT file. */
async function parsed(vtt: string): Promise<VTTCue[]> {
  const video = document.createElement('video');
  const track = document.createElement('track');
  track.src = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
  video.append(track);
  document.body.append(video);
  const loaded = new Promise((resolve, reject) => {
    track.addEventListener('load', resolve);
    track.addEventListener('error', reject);
  });
  track.track.mode = 'hidden';
  await loaded;
  const cues = [...(track.track.cues ?? [])] as VTTCue[];
  video.remove();
  URL.revokeObjectURL(track.src);
  return cues;
}

it('the browser reads the captions of a report as they were meant', async () => {
  const { words } = sampleAnswer(120).transcript!;
  const odd = words.map((word, index) => (index === 4 ? { ...word, text: 'R&D <b>--></b>' } : word));
  const cues = cuesOf(odd);
  const read = await parsed(toVtt(cues));
  expect(read).toHaveLength(cues.length);
  for (const [index, cue] of cues.entries()) {
    expect(read[index]!.startTime).toBeCloseTo(cue.start, 2);
    expect(read[index]!.endTime).toBeCloseTo(cue.end, 2);
    expect(read[index]!.getCueAsHTML().textContent).toBe(cue.text);
  }
});
