import { parsePolicy } from '$lib/core/policy/decision.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { bankSchema, type Bank } from '$lib/core/question.ts';
import ownPolicy from '$content/policies/default.json';

const bankFiles = import.meta.glob<unknown>('$content/banks/*.json', { import: 'default' });

/** The policy that this host's build came with. */
export const policy: Policy = parsePolicy(ownPolicy);

/** Question banks that the policy offers, in the order of their file names. Throws where a host's bank is not one. */
export async function loadBanks(allowed: Policy['banks']): Promise<Bank[]> {
  const banks = await Promise.all(Object.values(bankFiles).map(async (load) => bankSchema.parse(await load())));
  return banks.filter(({ id }) => allowed.length === 0 || allowed.includes(id));
}
