import * as z from './zod.ts';

/** What computes the graphs of vision: the processor, or the graphics card where that was found to see the same. */
export const delegateSchema = z.enum(['cpu', 'gpu']);
export type Delegate = z.infer<typeof delegateSchema>;

/** Models that a graphics card may compute. The searches for small faces are many small ones, and stay on the processor. */
export const DELEGATED = ['face', 'pose'] as const;
export type Delegated = (typeof DELEGATED)[number];

/** What computes each of them; left out: the processor. */
export type Delegates = Readonly<Partial<Record<Delegated, Delegate>>>;

/** What one model told of one self-test picture: places as shares of the picture, x and y by turns, and scores, 0…1. */
export type Telling = {
  /** 478 landmarks of the face, or 33 of the body; empty where nobody was found. */
  readonly places: readonly number[];
  /** Blendshapes of the face, or visibilities of the body's joints. */
  readonly scores: readonly number[];
};

/** What a delegate made of all self-test pictures, in their order. */
export type DelegateRun = {
  readonly tellings: readonly Telling[];
  /** Median of what a picture took, after the first ones, which compile shaders and fill caches. */
  readonly seconds: number;
};

/** `undefined`: that delegate could not be opened, or failed. */
export type DelegateTrial = { readonly cpu: DelegateRun | undefined; readonly gpu: DelegateRun | undefined };

/** Why a delegate was chosen; words in the locales, `diagnostics.delegate-<reason>`. */
export const delegateReasons = ['same-and-faster', 'differs', 'not-faster', 'software', 'no-webgl', 'failed'] as const;
export type DelegateReason = (typeof delegateReasons)[number];

export const delegateChoiceSchema = z.object({
  delegate: delegateSchema,
  reason: z.enum(delegateReasons),
  /** Largest distances from the processor, where both saw the same people. */
  placesOff: z.number().optional(),
  scoresOff: z.number().optional(),
  /** Time of the graphics card over the processor's. */
  timeRatio: z.number().optional(),
});
export type DelegateChoice = z.infer<typeof delegateChoiceSchema>;

/**
 * How far a graphics card may differ: it has fewer digits, and scales pictures in its own way (own trial, SwiftShader in
 * the card's place: places up to 0.008 off, scores up to 0.13, and a joint that only one of them saw). Places: 1 % of the
 * picture, which moves the direction of a head that fills half of it by a degree, a quarter of the gaze's error (4°,
 * calibrated). Scores: 0.05, what a face at rest strays by (`expression/measure.ts`). Mean distances may be a quarter of
 * these: one landmark may jump, not all.
 */
const MOST_OFF = { places: 0.01, scores: 0.05 };
const MEAN_SHARE = 0.25;
/** It must be worth another way of failing: a fifth less time. */
const MOST_TIME_RATIO = 0.8;

/** Renderers that are the processor in disguise: computing there is slower by an order, whatever they draw. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|microsoft basic/i;

/** @param renderer as WebGL names it */
export function isSoftware(renderer: string): boolean {
  return SOFTWARE.test(renderer);
}

type Distance = { readonly most: number; readonly mean: number };

/** Infinity where there are more numbers in one list than in the other, or one isn't a number. */
function distanceOf(some: readonly number[], others: readonly number[]): Distance {
  if (some.length !== others.length) return { most: Infinity, mean: Infinity };
  const apart = some.map((value, i) => Math.abs(value - others[i]!));
  if (apart.some(Number.isNaN)) return { most: Infinity, mean: Infinity };
  return { most: Math.max(0, ...apart), mean: apart.reduce((sum, one) => sum + one, 0) / Math.max(1, apart.length) };
}

/** The worst picture. */
function worst(distances: readonly Distance[]): Distance {
  return {
    most: Math.max(0, ...distances.map(({ most }) => most)),
    mean: Math.max(0, ...distances.map(({ mean }) => mean)),
  };
}

const isWithin = ({ most, mean }: Distance, allowed: number) => most <= allowed && mean <= MEAN_SHARE * allowed;

/** Decides for one model: the graphics card only where it saw the same as the processor, and sooner. */
export function chooseDelegate({ cpu, gpu }: DelegateTrial): DelegateChoice {
  // Without the processor's there is nothing to compare with, and it is what everything falls back to anyway.
  if (!cpu || !gpu) return { delegate: 'cpu', reason: 'failed' };
  const hasSeen = cpu.tellings.length > 0 && cpu.tellings.every(({ places }) => places.length > 0);
  const isWhole = hasSeen && cpu.tellings.length === gpu.tellings.length;
  if (!isWhole) return { delegate: 'cpu', reason: 'differs' };
  const apart = (of: keyof Telling) => worst(cpu.tellings.map((one, i) => distanceOf(one[of], gpu.tellings[i]![of])));
  const [places, scores] = [apart('places'), apart('scores')];
  const timeRatio = gpu.seconds / cpu.seconds;
  const facts = {
    ...(Number.isFinite(places.most) && { placesOff: places.most }),
    ...(Number.isFinite(scores.most) && { scoresOff: scores.most }),
    ...(Number.isFinite(timeRatio) && { timeRatio }),
  };
  if (!isWithin(places, MOST_OFF.places) || !isWithin(scores, MOST_OFF.scores))
    return { delegate: 'cpu', reason: 'differs', ...facts };
  if (!(timeRatio <= MOST_TIME_RATIO)) return { delegate: 'cpu', reason: 'not-faster', ...facts };
  return { delegate: 'gpu', reason: 'same-and-faster', ...facts };
}
