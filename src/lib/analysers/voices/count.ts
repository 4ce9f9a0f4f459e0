import { averageLinkage, cutAt, type Merge } from '$lib/core/signal/linkage.ts';
import { joinSpans, totalSeconds } from '$lib/core/signal/spans.ts';
import { distance, type VoiceWindow } from './embedding.ts';
import type { VoicesTrack } from './track.ts';
import { areTwoPeople, turnTaking } from './turn-taking.ts';

/**
 * Average cosine distances at which groups of windows are told apart, looked up in the recordings that docs/accuracy.md
 * lists: single voices split at up to 0.31, pairs of readers at 0.45 and more in 95 of 100. Beneath `ONE` all is one voice,
 * from `SEVERAL` on they are several; in between even two people may sound alike. Voices of a meeting, heard through one
 * microphone, are nearer to each other (0.34 to 0.44 in nine excerpts): there the turns decide (`turnTaking`).
 */
const ONE = 0.31;
const SEVERAL = 0.44;
/** Two or more: a third voice that is nearly told apart leaves that open. */
const NEARLY = 0.4;
/**
 * Two voices that never take turns (one, then the other to the end) may be one person whose room, microphone or throat
 * changed: the two recordings of one speaker in our media, one with a cold, are 0.48 apart. So this few changes of voice
 * (design: engineering.md B3, at least 3 turns) count only where the voices are further apart than that.
 */
const FEW_CHANGES = 1;
const FAR_APART = 0.55;
/** Less speech is no voice: laughs, noises and overlaps make small groups of their own. */
const MIN_VOICE_SECONDS = 2.5;
const MIN_VOICE_SHARE = 0.04;
/** In the open range a second voice must have this share: moments of liveliness drift as far from a person's usual voice. */
const OPEN_SHARE = 0.12;
/**
 * Speech that is no voice of its own, yet this unlike the one that is: beyond this share one can't say "one" (single voices:
 * at most 0.06 in 38 clips; two people with a second each beside a third: 0.16).
 */
const STRAY = 0.35;
const STRAY_SHARE = 0.1;
/** Less speech than this in all says nothing about how many. */
const MIN_SECONDS = 1.4;
/** Clustering needs memory by the square of the number of windows: beyond this many only every n-th takes part. */
const MAX_CLUSTERED = 1200;
/** Pauses inside a turn. */
const TURN_GAP_SECONDS = 1;
/** A window further than this from every voice belongs to none. */
const STRANGER = 0.5;

/** How many voices, and their turns. @param windows in order of time */
export function countVoices(windows: readonly VoiceWindow[]): VoicesTrack {
  const seconds = heardSeconds(windows);
  const unsure: VoicesTrack = { count: 'unsure', confidence: 0, seconds, turns: [] };
  if (seconds < MIN_SECONDS) return unsure;
  const step = Math.ceil(windows.length / MAX_CLUSTERED);
  const sample = windows.filter((_, i) => i % step === 0);
  const merges = averageLinkage(sample.length, (i, j) => distance(sample[i]!.embedding, sample[j]!.embedding));
  const least = Math.max(MIN_VOICE_SECONDS, MIN_VOICE_SHARE * seconds);
  const voicesAt = (height: number, seconds = least) => voicesOf(sample, merges, height, seconds / step);

  const several = voicesAt(SEVERAL);
  if (several.length >= 2) {
    const isOpen = several.length === 2 && voicesAt(NEARLY).length > 2;
    if (isOpen) return unsure;
    const turns = turnsOf(windows, several);
    const distant = apart(several);
    if (changesOf(turns) <= FEW_CHANGES && distant < FAR_APART) return unsure;
    const confidence = Math.min(0.95, 0.6 + 2 * (distant - SEVERAL));
    return { count: several.length === 2 ? '2' : 'more', confidence, seconds, turns };
  }
  const strays = 1 - heardSeconds(voicesAt(STRAY, 0).reduce(larger, [])) / heardSeconds(sample);
  if (voicesAt(ONE, Math.max(least, OPEN_SHARE * seconds)).length > 1) {
    return twoNear(windows, nearestPair(voicesAt)) ?? unsure;
  }
  if (strays > STRAY_SHARE) return unsure;
  // The lower the split that would make two of it, the surer; little speech had no chance to show two.
  const split = splitHeight(voicesAt, SEVERAL);
  const confidence = (0.6 + Math.min(ONE, SEVERAL - split)) * Math.min(1, 0.7 + seconds / 30);
  return {
    count: '1',
    confidence: Math.max(0.4, Math.min(0.95, confidence)),
    seconds,
    turns: turnsOf(windows, [[...windows]]),
  };
}

/** The two voices that part last of all, in the range that distance alone leaves open; none where three part at once. */
function nearestPair(voicesAt: (height: number) => VoiceWindow[][]): VoiceWindow[][] {
  for (let height = SEVERAL; height >= ONE; height -= 0.01) {
    const voices = voicesAt(height);
    if (voices.length > 1) return voices.length === 2 ? voices : [];
  }
  return [];
}

/** Two people who sound alike but take turns. */
function twoNear(windows: readonly VoiceWindow[], [a, b]: readonly VoiceWindow[][]): VoicesTrack | undefined {
  const how = a && b && turnTaking(a, b);
  if (!how || !areTwoPeople(how)) return undefined;
  const turns = turnsOf(windows, [a, b]);
  if (changesOf(turns) <= FEW_CHANGES) return undefined;
  return { count: '2', confidence: 0.6, seconds: heardSeconds(windows), turns };
}

function larger(a: VoiceWindow[], b: VoiceWindow[]): VoiceWindow[] {
  return heardSeconds(b) > heardSeconds(a) ? b : a;
}

/** Groups that are large enough to be a voice, when cut at a height. */
function voicesOf(
  sample: readonly VoiceWindow[],
  merges: readonly Merge[],
  height: number,
  least: number,
): VoiceWindow[][] {
  const groups = new Map<number, VoiceWindow[]>();
  cutAt(merges, height).forEach((group, i) => {
    groups.set(group, [...(groups.get(group) ?? []), sample[i]!]);
  });
  return [...groups.values()].filter((group) => heardSeconds(group) >= least);
}

/** The height, in steps of 0.02, from which on all is one voice. */
function splitHeight(voicesAt: (height: number) => VoiceWindow[][], from: number): number {
  let height = from;
  while (height > 0 && voicesAt(height - 0.02).length <= 1) height -= 0.02;
  return Math.max(0, height);
}

/** Average distance of the two nearest voices. */
function apart(voices: readonly VoiceWindow[][]): number {
  let nearest = Infinity;
  voices.forEach((a, i) => {
    for (const b of voices.slice(i + 1)) {
      let sum = 0;
      for (const { embedding } of a) for (const other of b) sum += distance(embedding, other.embedding);
      nearest = Math.min(nearest, sum / (a.length * b.length));
    }
  });
  return nearest;
}

/** Turns by the nearest voice of each window; where windows overlap, the middle between them parts the turns. */
function turnsOf(windows: readonly VoiceWindow[], voices: readonly VoiceWindow[][]): VoicesTrack['turns'] {
  const centres = voices.map((group) => centreOf(group));
  const labels = windows.map(({ embedding }) => nearestOf(embedding, centres));
  const order = new Map<number, number>();
  const turns: { start: number; end: number; voice: number }[] = [];
  windows.forEach(({ span }, i) => {
    const label = labels[i]!;
    if (label < 0) return;
    if (!order.has(label)) order.set(label, order.size);
    const voice = order.get(label)!;
    const last = turns.at(-1);
    if (last && last.voice === voice && span.start - last.end < TURN_GAP_SECONDS) {
      last.end = Math.max(last.end, span.end);
      return;
    }
    let { start } = span;
    if (last && last.end > start) {
      start = (last.end + start) / 2;
      last.end = start;
    }
    turns.push({ start, end: span.end, voice });
  });
  return turns;
}

/** How often another voice takes over. */
function changesOf(turns: VoicesTrack['turns']): number {
  return turns.filter(({ voice }, i) => i > 0 && voice !== turns[i - 1]!.voice).length;
}

function nearestOf(embedding: Float32Array, centres: readonly Float32Array[]): number {
  if (centres.length === 1) return 0;
  let best = -1;
  let least = STRANGER;
  centres.forEach((centre, i) => {
    const value = distance(embedding, centre);
    if (value < least) {
      least = value;
      best = i;
    }
  });
  return best;
}

function centreOf(group: readonly VoiceWindow[]): Float32Array {
  const centre = new Float32Array(group[0]?.embedding.length ?? 0);
  for (const { embedding } of group) embedding.forEach((value, k) => (centre[k]! += value));
  const length = Math.hypot(...centre);
  return centre.map((value) => value / length);
}

/** Seconds that windows cover, overlaps counted once. */
function heardSeconds(windows: readonly VoiceWindow[]): number {
  const spans = windows.map(({ span }) => span).sort((a, b) => a.start - b.start);
  return totalSeconds(joinSpans(spans, 0.001));
}
