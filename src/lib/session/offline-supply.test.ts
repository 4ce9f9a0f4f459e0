import { describe, expect, it } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { modelsUnder } from './offline-supply.ts';

describe('weights to fetch ahead', () => {
  it('are those of every analyser, each once, where nothing is switched off', () => {
    const models = modelsUnder({ off: [] });
    expect(models).toContain('whisper-base');
    expect(models).toHaveLength(new Set(models).size);
    expect(new Set(models)).toEqual(new Set(registry.flatMap((analyser) => analyser.models)));
  });

  it('are never those of what a policy switches off', () => {
    expect(modelsUnder({ off: ['face'] })).not.toContain('face');
    expect(modelsUnder({ off: ['face', 'body'] })).not.toContain('pose');
    expect(modelsUnder({ off: ['words', 'voice', 'voices', 'face', 'body', 'content', 'emotion'] })).toEqual([]);
  });
});
