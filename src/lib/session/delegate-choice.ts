import {
  chooseDelegate,
  DELEGATED,
  delegateChoiceSchema,
  isSoftware,
  type Delegate,
  type DelegateChoice,
  type Delegated,
  type DelegateReason,
  type Delegates,
} from '$lib/core/delegate.ts';
import { toAppError } from '$lib/core/errors.ts';
import * as z from '$lib/core/zod.ts';
import type { Store } from '$lib/storage/store.ts';
import type { WeightHashes } from './freshness.ts';
import type { Engines } from './ports.ts';

/** What was found of this device's graphics card, for one card and one state of the models. */
const KEY = 'graphicsCheck';
const checkSchema = z.object({
  /** Card and models that it is of. */
  subject: z.string(),
  /** As WebGL names it; `undefined`: none. */
  card: z.string().optional(),
  face: delegateChoiceSchema,
  pose: delegateChoiceSchema,
});
export type GraphicsCheck = z.infer<typeof checkSchema>;

/** The clip that every copy of the app brings. */
const CLIP = 'self-test/astronaut_speech.mp4';
/** A driver may also hang. */
const LONGEST_MS = 60_000;

export type DelegateContext = {
  readonly engines: Pick<Engines, 'graphicsCard' | 'tryDelegates'>;
  readonly store: { readonly settings: Pick<Store['settings'], 'get' | 'put'> };
  readonly hashes: WeightHashes;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
};

/**
 * What shall compute the models of vision: the graphics card where it was found to tell the same as the processor, and
 * sooner. Found out once for a card and models, in a worker of its own, and kept.
 */
export async function delegatesFor(context: DelegateContext, signal: AbortSignal): Promise<Delegates> {
  const { store, hashes } = context;
  // Without the list of models nothing could be kept of what is found.
  if (!hashes) return {};
  let card: string | undefined;
  try {
    card = await context.engines.graphicsCard(signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    // No worker just for its name: there will be one for the work, and it has the processor.
    return {};
  }
  const subject = subjectOf(card, hashes);
  const known = await graphicsCheck(store);
  if (known?.subject === subject) return delegatesOf(known);
  const found = await check(card, context, signal);
  if (!found) return {};
  const kept: GraphicsCheck = { subject, ...(card !== undefined && { card }), ...found };
  await keep(store, kept);
  return delegatesOf(kept);
}

/** As `delegatesFor`, without finding anything out: for who can't wait. */
export async function knownDelegates(
  { store, hashes, engines }: Omit<DelegateContext, 'assets'>,
  signal: AbortSignal,
): Promise<Delegates> {
  const known = await graphicsCheck(store);
  // Where the processor does it all, the card needn't even be asked for its name.
  if (!known || !hashes || !DELEGATED.some((id) => known[id].delegate === 'gpu')) return {};
  return known.subject === subjectOf(await engines.graphicsCard(signal), hashes) ? delegatesOf(known) : {};
}

/** What was found, if anything was. */
export async function graphicsCheck(store: DelegateContext['store']): Promise<GraphicsCheck | undefined> {
  const kept = checkSchema.safeParse((await store.settings.get(KEY))?.value);
  return kept.success ? kept.data : undefined;
}

/** The card failed at work: from now on the processor computes these, until card or models change. */
export async function giveUpGraphics(store: DelegateContext['store'], ids: readonly Delegated[]): Promise<void> {
  const known = await graphicsCheck(store);
  if (!known) return;
  const failed: DelegateChoice = { delegate: 'cpu', reason: 'failed' };
  const changed = Object.fromEntries(ids.map((id) => [id, failed]));
  await keep(store, { ...known, ...changed });
}

/** On a full disk it is found out again another time: that fails no recording. */
async function keep(store: DelegateContext['store'], value: GraphicsCheck): Promise<void> {
  await store.settings.put({ key: KEY, value }).catch(() => undefined);
}

function delegatesOf({ face, pose }: GraphicsCheck): Record<Delegated, Delegate> {
  return { face: face.delegate, pose: pose.delegate };
}

function subjectOf(card: string | undefined, hashes: ReadonlyMap<string, string>): string {
  const files = [...hashes].filter(([file]) => /^(face|pose)\//.test(file)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [card ?? 'none', ...files.map(([, sha256]) => sha256.slice(0, 16))].join(' ');
}

const both = (reason: DelegateReason): Record<Delegated, DelegateChoice> => ({
  face: { delegate: 'cpu', reason },
  pose: { delegate: 'cpu', reason },
});

/** `undefined`: it can't be found out now. */
async function check(card: string | undefined, { engines, assets }: DelegateContext, signal: AbortSignal) {
  if (card === undefined) return both('no-webgl');
  if (isSoftware(card)) return both('software');
  try {
    const response = await fetch(assets + CLIP, { signal }).catch(() => undefined);
    // Offline before it was ever fetched: found out another time.
    if (!response?.ok) return undefined;
    const input = { file: await response.blob(), assets };
    const told = await engines.tryDelegates(input, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]));
    return { face: chooseDelegate(told.face), pose: chooseDelegate(told.pose) };
  } catch (thrown) {
    if (signal.aborted) throw toAppError(thrown);
    return both('failed');
  }
}
