import type { Finding } from '$lib/core/report/schema.ts';
import * as z from '$lib/core/zod.ts';
import { readPreference, writePreference } from '../preferences.ts';

/** What somebody said of kinds of tips, by their code. It stays on this device. */
const opinionsSchema = z.record(z.string(), z.enum(['useful', 'not-useful']));
export type Opinions = z.infer<typeof opinionsSchema>;
export type Opinion = Opinions[string];

export function readOpinions(): Opinions {
  try {
    return opinionsSchema.parse(JSON.parse(readPreference('tips') ?? '{}'));
  } catch {
    // Written by another version: nothing was said then.
    return {};
  }
}

/** @param opinion `undefined` takes it back */
export function withOpinion(opinions: Opinions, code: string, opinion: Opinion | undefined): Opinions {
  const others = Object.fromEntries(Object.entries(opinions).filter(([known]) => known !== code));
  return opinion === undefined ? others : { ...others, [code]: opinion };
}

export function keepOpinions(opinions: Opinions): void {
  writePreference('tips', Object.keys(opinions).length === 0 ? undefined : JSON.stringify(opinions));
}

/** The same tips; kinds that were of no use come last. */
export function usefulFirst(tips: readonly Finding[], opinions: Opinions): Finding[] {
  const isUseless = ({ code }: Finding) => opinions[code] === 'not-useful';
  return [...tips.filter((tip) => !isUseless(tip)), ...tips.filter(isUseless)];
}
