import { describe, expect, it } from 'vitest';
import type { Finding } from '$lib/core/report/schema.ts';
import { keepOpinions, readOpinions, usefulFirst, withOpinion } from './tip-opinions.ts';

const tip = (code: string): Finding => ({ kind: 'suggestion', code, params: {}, text: code, evidence: [] });

describe('opinions of tips', () => {
  it('are kept, changed and taken back', () => {
    keepOpinions(withOpinion(readOpinions(), 'fillers-some', 'not-useful'));
    keepOpinions(withOpinion(readOpinions(), 'missing-result', 'useful'));
    expect(readOpinions()).toEqual({ 'fillers-some': 'not-useful', 'missing-result': 'useful' });
    keepOpinions(withOpinion(readOpinions(), 'fillers-some', undefined));
    expect(readOpinions()).toEqual({ 'missing-result': 'useful' });
  });

  it('put tips of no use last, and leave the others in their order', () => {
    const opinions = { b: 'not-useful', c: 'useful' } as const;
    expect(usefulFirst(['a', 'b', 'c', 'd'].map(tip), opinions).map(({ code }) => code)).toEqual(['a', 'c', 'd', 'b']);
    expect(usefulFirst([tip('b')], opinions)).toHaveLength(1);
  });
});
