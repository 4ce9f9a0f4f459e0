import type { Analyser } from '../analyser.ts';
import type { Policy } from './schema.ts';

type Named = Pick<Analyser, 'id' | 'isOptional'>;

/**
 * The host's policy as it holds for one person: analysers that are optional are off until that person asks for them. What
 * the policy switches off stays off, whatever is asked for.
 *
 * @param wanted ids of optional analysers that are asked for now; called at each look at `off`, so a change holds from the
 *   next recording on
 */
export function withChoices(policy: Policy, analysers: readonly Named[], wanted: () => readonly string[]): Policy {
  return {
    ...policy,
    get off() {
      const asked = wanted();
      const unasked = analysers.filter(({ id, isOptional }) => isOptional === true && !asked.includes(id));
      return [...new Set([...policy.off, ...unasked.map(({ id }) => id)])];
    },
  };
}
