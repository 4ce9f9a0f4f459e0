import { CAPABILITIES, type Analyser } from '../analyser.ts';
import { AppError } from '../errors.ts';
import { policySchema, type Policy } from './schema.ts';

/**
 * Why an analyser does not run. `what` is the name in the policy's `off` list that decided it: a capability, an
 * analyser's id, or (for `needs`) the id of an analyser it can't do without.
 */
export type Refusal = { readonly by: 'capability' | 'analyser' | 'needs'; readonly what: string };

type Named = Pick<Analyser, 'id' | 'capability'>;

/** Whether a policy switches an analyser off by itself, and why. `undefined` = it may run. */
export function isOff(analyser: Named, policy: Pick<Policy, 'off'>): Refusal | undefined {
  if (policy.off.includes(analyser.id)) return { by: 'analyser', what: analyser.id };
  if (policy.off.includes(analyser.capability)) return { by: 'capability', what: analyser.capability };
  return undefined;
}

/**
 * Every analyser that a policy switches off, with the reason: those named, and those that need one of them. An analyser
 * that isn't in the map may run. What rests on an instrument (`Analyser.isInstrument`) may run although the instrument's
 * capability is off: see `instrumentsFor`.
 */
export function refusals(analysers: readonly Analyser[], policy: Pick<Policy, 'off'>): ReadonlyMap<string, Refusal> {
  const refused = new Map<string, Refusal>();
  for (const analyser of analysers) {
    const refusal = isOff(analyser, policy);
    if (refusal) refused.set(analyser.id, refusal);
  }
  const isInstrument = (id: string) => analysers.some((one) => one.id === id && one.isInstrument === true);
  const serves = (id: string) => isInstrument(id) && refused.get(id)?.by === 'capability';
  // Needs of needs: as many rounds as it takes until nothing new is refused.
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { id, needs } of analysers) {
      const missing = needs.find((need) => refused.has(need) && !serves(need));
      if (missing === undefined || (refused.has(id) && !serves(id))) continue;
      refused.set(id, { by: 'needs', what: missing });
      isNew = true;
    }
  }
  return refused;
}

/**
 * Instruments whose capability is off and which what may run still needs: they observe and report nothing.
 *
 * @param refused of the same analysers
 */
export function instrumentsFor(
  analysers: readonly Analyser[],
  refused: ReadonlyMap<string, Refusal>,
): ReadonlySet<string> {
  const wanted = new Set<string>();
  const visit = ({ needs }: Analyser) => {
    for (const need of needs) {
      const analyser = analysers.find(({ id }) => id === need);
      if (!analyser || !refused.has(need) || wanted.has(need)) continue;
      wanted.add(need);
      visit(analyser);
    }
  };
  for (const analyser of analysers) if (!refused.has(analyser.id)) visit(analyser);
  return wanted;
}

/** What a policy may switch off beside what looks and listens: sentences in a language model's words. */
const OTHERS = ['rewording'] as const;

/** Names in `off` that mean nothing here: a slip of the pen would leave on what the host wanted off, so hosts are told. */
export function unknownNames(policy: Pick<Policy, 'off'>, analysers: readonly Named[]): string[] {
  const known = new Set<string>([...CAPABILITIES, ...OTHERS, ...analysers.map(({ id }) => id)]);
  return policy.off.filter((name) => !known.has(name));
}

/** A policy from foreign JSON. Throws `policy-invalid` with the first thing that is wrong with it. */
export function parsePolicy(json: unknown): Policy {
  const parsed = policySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('policy-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a policy'}`);
}
