import { measured, unavailable, type MeasureFunction, type MeasureInput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { AnswerEvent, Conditions, Series } from '$lib/core/report/schema.ts';
import { joinSpans, overlapSeconds, totalSeconds } from '$lib/core/signal/spans.ts';
import { faceTrack, type FaceTrack } from '../face/track.ts';
import { usableFace } from '../face/usable.ts';
import { speechTrack } from '../speech/track.ts';
import { mean } from '../timeline.ts';
import { estimateLens, gazeDirections, type Direction } from './direction.ts';
import { gazeRuns, type GazeRun } from './states.ts';

const IDS = ['gaze.towardShare', 'gaze.downShare', 'gaze.awayShare', 'gaze.longestDownSeconds'] as const;
/**
 * The zone's own error moves its edge; shares are given with what so much more and less would make of them. 4° is the
 * webcam's error (design: norms.md); a lens that was only estimated may lie another 5° off (`LENS`: what people differ by).
 */
const EDGE_DEGREES = { calibrated: 4, estimated: 6 };
/** People look aside while they think; a condition lasts longer. Seconds. */
const CONDITION_SECONDS = 3;
/** Each edge of a look is known to a quarter of a second, as that of an expression. */
const EDGE_SECONDS = 0.25;
/** A blink beside a look down is told as a part of it or not (`BRIDGED_SECONDS` of states.ts). Seconds. */
const BLINK_SECONDS = 0.5;
const SHOWN_SECONDS = 0.5;
const SERIES_STEP = 0.2;
/** With less speech than this the whole recording counts. Seconds. */
const LEAST_SPEECH_SECONDS = 5;

export const measure: MeasureFunction = (input) => {
  const track = input.tracks.get(faceTrack);
  if (!track) return { measures: [] };
  const usable = usableFace(track, input.media.seconds);
  if ('reason' in usable) return { measures: IDS.map((id) => unavailable(id, usable.reason)) };
  const { seconds } = usable;
  const given = input.calibration?.lens;
  const lens = given ?? estimateLens(track.at, gazeDirections(track));
  const edge = given ? Math.max(EDGE_DEGREES.calibrated, given.error ?? 0) : EDGE_DEGREES.estimated;
  const runs = gazeRuns(track, seconds, lens);
  const counted = countedTime(input, seconds);
  const known = knownSeconds(runs, counted);
  if (known < 1) return { measures: IDS.map((id) => unavailable(id, 'too-little-face', known)) };
  // What the zone's own error would make of them.
  const others = [edge, -edge].map((widen) => gazeRuns(track, seconds, lens, widen));
  const share = (state: GazeRun['state'], of: readonly GazeRun[] = runs) =>
    within(of, state, counted) / Math.max(1e-9, knownSeconds(of, counted));
  const spansOf = (state: GazeRun['state'], of = runs) =>
    joinSpans(of.filter((run) => run.state === state).map(bare), 0.01);
  const edgeShare = (state: GazeRun['state']) =>
    (2 * EDGE_SECONDS * runs.filter((run) => run.state === state && overlapSeconds(run, counted) > 0).length) / known;
  const shareOf = (id: (typeof IDS)[number], state: GazeRun['state'], evidence: readonly Span[]) => {
    const [wider, narrower] = others.map((of) => share(state, of));
    const value = Math.min(1, share(state));
    const ends = state === 'toward' ? 0 : edgeShare(state);
    const low = Math.max(0, Math.min(value - ends, wider!, narrower!));
    const high = Math.min(1, Math.max(value + ends, wider!, narrower!));
    return measured(id, value, {
      seconds: known,
      confidence: given ? 'measured' : 'estimated',
      ...(given ? {} : { reason: 'not-calibrated' }),
      uncertainty: Math.max(high - value, value - low),
      range: [low, high],
      evidence,
    });
  };
  const longest = longestOf(spansOf('down'));
  const lasted = lengthOf(longest);
  const otherwise = others.map((of) => Math.abs(lengthOf(longestOf(spansOf('down', of))) - lasted));
  return {
    measures: [
      shareOf('gaze.towardShare', 'toward', [...spansOf('away'), ...spansOf('down')].sort(byStart)),
      shareOf('gaze.downShare', 'down', spansOf('down')),
      shareOf('gaze.awayShare', 'away', spansOf('away')),
      measured('gaze.longestDownSeconds', lasted, {
        seconds: known,
        confidence: given ? 'measured' : 'estimated',
        ...(given ? {} : { reason: 'not-calibrated' }),
        // A look near the edge of the zone is one or none.
        uncertainty: Math.max(2 * EDGE_SECONDS + BLINK_SECONDS, ...otherwise),
        evidence: longest ? [longest] : [],
      }),
    ],
    series: seriesOf(track, seconds, lens),
    events: eventsOf(runs),
    conditions: { lookingAway: longLooks(runs) },
  };
};

function eventsOf(runs: readonly GazeRun[]): AnswerEvent[] {
  return runs
    .filter(({ state, start, end }) => (state === 'down' || state === 'away') && end - start >= SHOWN_SECONDS)
    .map(({ start, end, state, side }) => ({
      id: state === 'down' ? 'gaze.down' : 'gaze.away',
      start,
      end,
      confidence: certainty(end - start),
      ...(side === undefined || side === 'down' ? {} : { detail: side }),
    }));
}

/** Looks down and away together that last. */
function longLooks(runs: readonly GazeRun[]): Conditions['lookingAway'] {
  return joinSpans(runs.filter(({ state }) => state === 'down' || state === 'away').map(bare), SHOWN_SECONDS)
    .filter(({ start, end }) => end - start >= CONDITION_SECONDS)
    .map(({ start, end }) => ({ start, end, confidence: certainty(end - start) }));
}

const bare = ({ start, end }: Span): Span => ({ start, end });
const lengthOf = (span: Span | undefined) => (span ? span.end - span.start : 0);
const byStart = (a: Span, b: Span) => a.start - b.start;

/**
 * The time that counts for shares: while somebody speaks, with pauses of up to a second, because looking away to think
 * is what people do. Without speech, all of it.
 */
function countedTime({ tracks }: MeasureInput, seconds: number): readonly Span[] {
  const speech = tracks.get(speechTrack);
  const spoken = speech ? joinSpans(speech.spans, 1) : [];
  return totalSeconds(spoken) >= LEAST_SPEECH_SECONDS ? spoken : [{ start: 0, end: seconds }];
}

function within(runs: readonly GazeRun[], state: GazeRun['state'], counted: readonly Span[]): number {
  return runs.filter((run) => run.state === state).reduce((sum, run) => sum + overlapSeconds(run, counted), 0);
}

function knownSeconds(runs: readonly GazeRun[], counted: readonly Span[]): number {
  return runs.filter(({ state }) => state !== 'unknown').reduce((sum, run) => sum + overlapSeconds(run, counted), 0);
}

function longestOf(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>(
    (best, span) => (best && best.end - best.start >= span.end - span.start ? best : span),
    undefined,
  );
}

/** The longer a look lasts, the less likely it is an error of the direction. */
function certainty(duration: number): number {
  return Math.min(0.9, 0.5 + 0.1 * duration);
}

/** Direction against the lens, five values a second; null where it is not known. */
function seriesOf(track: FaceTrack, seconds: number, lens: Direction): Series[] {
  const gaze = gazeDirections(track);
  const count = Math.ceil(seconds / SERIES_STEP);
  const bins = Array.from({ length: count }, () => ({ yaw: [] as number[], pitch: [] as number[] }));
  track.at.forEach((at, i) => {
    const bin = bins[Math.floor(at / SERIES_STEP)];
    if (!bin || Number.isNaN(gaze.yaw[i]!)) return;
    bin.yaw.push(gaze.yaw[i]! - lens.yaw);
    bin.pitch.push(gaze.pitch[i]! - lens.pitch);
  });
  const values = (axis: 'yaw' | 'pitch') =>
    bins.map((bin) => (bin[axis].length === 0 ? null : Math.round(mean(bin[axis]) * 10) / 10));
  return [
    { id: 'gaze.yaw', unit: 'deg', start: 0, step: SERIES_STEP, values: values('yaw') },
    { id: 'gaze.pitch', unit: 'deg', start: 0, step: SERIES_STEP, values: values('pitch') },
  ];
}
