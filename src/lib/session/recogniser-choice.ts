import { speechTrack } from '$lib/analysers/speech/track.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { chooseRecogniser, insteadOf, USUAL_MODEL, USUAL_RECOGNISER, type Recogniser } from '$lib/core/recogniser.ts';
import { Tracks } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';
import type { ObserveInput } from '$lib/engines/jobs.ts';
import type { Store } from '$lib/storage/store.ts';
import type { WeightHashes } from './freshness.ts';
import type { Engines, ObserveCall } from './ports.ts';

/** How quick this device was found to be, for one state of the recogniser's files. */
const KEY = 'recogniserShare';
const knownSchema = z.object({ engine: z.string(), share: z.number().positive() });

/** Why a host's own recogniser failed, by its name, until the page is loaded anew: its trial may take more than a minute. */
const failedHere = new Map<string, string>();

/** From now on it isn't tried for each recording again. */
export function rememberFailure({ model }: Recogniser, code: string): void {
  failedHere.set(model, code);
}

export type RecogniserContext = {
  readonly engines: Pick<Engines, 'tryRecogniser'>;
  readonly store: { readonly settings: Pick<Store['settings'], 'get' | 'put'> };
  readonly policy: Pick<Policy, 'recogniser'>;
  readonly hashes: WeightHashes;
};

/**
 * What shall write the words of a recording down: decided by `chooseRecogniser`; where that wants a trial, one is made,
 * and what it tells of the device is kept.
 *
 * @param input of the engine `text`, with the speech track
 */
export async function recogniserFor(
  input: ObserveInput,
  { engines, store, policy, hashes }: RecogniserContext,
  call: Omit<ObserveCall, 'lane'>,
): Promise<Recogniser> {
  const { language, threads } = input.options;
  // Nothing is said: nothing is fetched to find out who should write it down.
  if (!new Tracks(input.tracks).get(speechTrack)?.spans.length) return USUAL_RECOGNISER;
  const engine = engineName(hashes, threads);
  const known = await knownShare(store, engine);
  const facts = { asked: policy.recogniser, language, known };
  const first = chooseRecogniser({ ...facts, trial: undefined });
  if (first !== 'trial') {
    const code = failedHere.get(first.model);
    return code === undefined ? first : insteadOf(first, code);
  }
  const trial = await engines.tryRecogniser(input, call);
  if (!trial) return USUAL_RECOGNISER;
  // The best that was seen: at other times the device has other things to do.
  const share = Math.min(trial.share, known ?? Infinity);
  await store.settings.put({ key: KEY, value: { engine, share } });
  const chosen = chooseRecogniser({ ...facts, trial });
  return chosen === 'trial' ? USUAL_RECOGNISER : chosen;
}

/** Changes with what the time was measured of. */
function engineName(hashes: WeightHashes, threads: number): string {
  const files = [...(hashes ?? [])].filter(([file]) => file.startsWith(`${USUAL_MODEL}/onnx/`));
  return [...files.map(([, sha256]) => sha256.slice(0, 16)), `threads ${threads}`].join(' ');
}

async function knownShare(store: RecogniserContext['store'], engine: string): Promise<number | undefined> {
  const known = knownSchema.safeParse((await store.settings.get(KEY))?.value);
  return known.success && known.data.engine === engine ? known.data.share : undefined;
}
