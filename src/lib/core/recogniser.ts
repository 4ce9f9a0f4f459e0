import * as z from './zod.ts';

/** Keys in models/manifest.json of the recognisers that Viva brings: for every language, and for English in a third of the time. */
export const USUAL_MODEL = 'whisper-base';
export const QUICK_MODEL = 'whisper-tiny.en';
/** Key of the recording on which a host's own recogniser has to prove itself. */
export const CHECK_MODEL = 'recogniser-check';
/** Path under vendor/ of the engine that it runs on, without the ending. */
export const HOSTED_ENGINE = 'ort/ort-wasm-simd-threaded.asyncify';

/** What writes the words of a recording down, and why this one. */
export const recogniserSchema = z
  .object({
    /** Key in models/manifest.json. */
    model: z.string(),
    backend: z.enum(['wasm', 'webgpu']),
    /**
     * `slow-device`: the usual one would take longer than the answer; `policy`: the host asks for it; `policy-failed`: what
     * the host asks for (`instead.model`) could not be used here (`instead.code`).
     */
    reason: z.enum(['usual', 'slow-device', 'policy', 'policy-failed']),
    instead: z.object({ model: z.string(), code: z.string() }).optional(),
  })
  .loose();
export type Recogniser = z.infer<typeof recogniserSchema>;

export const USUAL_RECOGNISER: Recogniser = { model: USUAL_MODEL, backend: 'wasm', reason: 'usual' };

/** The usual one, because what the host asks for could not be used. */
export function insteadOf({ model }: Recogniser, code: string): Recogniser {
  return { ...USUAL_RECOGNISER, reason: 'policy-failed', instead: { model, code } };
}

/** What a trial on the first words of a recording told. */
export type RecogniserTrial = {
  /** Time that the usual one takes over a first reading with word times, as a share of the sound's length. */
  readonly share: number;
  /** What is spoken there, and how probable the model holds it. */
  readonly language?: string;
  readonly languageProbability?: number;
};

export type RecogniserFacts = {
  /** Key that the policy names; `undefined`: Viva chooses. */
  readonly asked: string | undefined;
  /** Two letters, or `auto`. */
  readonly language: string;
  /** The best share that was measured on this device before. */
  readonly known: number | undefined;
  /** Of this recording, where there was one. */
  readonly trial: RecogniserTrial | undefined;
};

/** Who hears slower than people speak keeps them waiting longer than they have spoken. */
export const SLOW_SHARE = 1;
/** The small model knows nothing but English: it would write other speech down as English that nobody said. */
const SURE_OF_ENGLISH = 0.9;

/**
 * Chooses by what is known; `trial`: that isn't enough, the recording's first words have to be tried. Only a device that
 * is not known to be quick needs trials, and there only speech that may be English.
 */
export function chooseRecogniser({ asked, language, known, trial }: RecogniserFacts): Recogniser | 'trial' {
  if (asked !== undefined) return askedRecogniser(asked, language);
  if (language !== 'en' && language !== 'auto') return USUAL_RECOGNISER;
  const share = Math.min(known ?? Infinity, trial?.share ?? Infinity);
  if (share <= SLOW_SHARE) return USUAL_RECOGNISER;
  if (!trial) return 'trial';
  const isEnglish =
    language === 'en' || (trial.language === 'en' && (trial.languageProbability ?? 0) >= SURE_OF_ENGLISH);
  return isEnglish ? { model: QUICK_MODEL, backend: 'wasm', reason: 'slow-device' } : USUAL_RECOGNISER;
}

function askedRecogniser(model: string, language: string): Recogniser {
  if (model === USUAL_MODEL) return { model, backend: 'wasm', reason: 'policy' };
  if (model !== QUICK_MODEL) return { model, backend: 'webgpu', reason: 'policy' };
  // Also where the language is to be found: that model can't.
  if (language !== 'en') return insteadOf({ model, backend: 'wasm', reason: 'policy' }, 'english-only');
  return { model, backend: 'wasm', reason: 'policy' };
}
