import type { Analyser } from '$lib/core/analyser.ts';
import { transcript } from './transcript/analyser.ts';
import { pace } from './pace/analyser.ts';
import { fillers } from './fillers/analyser.ts';
import { vocabulary } from './vocabulary/analyser.ts';
import { sentiment } from './sentiment/analyser.ts';
import { speech } from './speech/analyser.ts';
import { face } from './face/analyser.ts';
import { gaze } from './gaze/analyser.ts';
import { expression } from './expression/analyser.ts';
import { emotion } from './emotion/analyser.ts';
import { head } from './head/analyser.ts';
import { blink } from './blink/analyser.ts';
import { framing } from './framing/analyser.ts';
import { pose } from './pose/analyser.ts';
import { posture } from './posture/analyser.ts';
import { movement } from './movement/analyser.ts';
import { gesture } from './gesture/analyser.ts';
import { loudness } from './loudness/analyser.ts';
import { relevance } from './relevance/analyser.ts';
import { keyPoints } from './key-points/analyser.ts';
import { structure } from './structure/analyser.ts';
import { specificity } from './specificity/analyser.ts';
import { assessment } from './assessment/analyser.ts';
import { pitch } from './pitch/analyser.ts';
import { pauses } from './pauses/analyser.ts';
import { filledPauses } from './filled-pauses/analyser.ts';
import { articulation } from './articulation/analyser.ts';
import { voices } from './voices/analyser.ts';
import { tone } from './tone/analyser.ts';

/** Every analyser, one line each, in the order of the report. */
export const registry: readonly Analyser[] = [
  speech,
  transcript,
  pace,
  fillers,
  vocabulary,
  sentiment,
  face,
  gaze,
  expression,
  // `undefined` in builds whose policy leaves it out.
  ...(emotion ? [emotion] : []),
  head,
  blink,
  framing,
  pose,
  posture,
  movement,
  gesture,
  loudness,
  relevance,
  keyPoints,
  structure,
  specificity,
  assessment,
  pitch,
  pauses,
  filledPauses,
  articulation,
  voices,
  tone,
];
