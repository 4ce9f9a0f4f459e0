import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { withChoices } from '$lib/core/policy/choice.ts';
import { parsePolicy, unknownNames } from '$lib/core/policy/decision.ts';

const folder = path.resolve(import.meta.dirname, '../src/content/policies');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe.each(files)('policy %s', (file) => {
  const policy = parsePolicy(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));

  it('is named as its file', () => {
    expect(`${policy.id}.json`).toBe(file);
  });

  it('switches off only what there is', () => {
    expect(unknownNames(policy, registry)).toEqual([]);
  });
});

it('the policy for schools leaves emotion off, which law forbids there (design: law.md)', () => {
  const school = parsePolicy(JSON.parse(readFileSync(path.join(folder, 'school.json'), 'utf8')));
  expect(school.off).toContain('emotion');
});

it('no policy puts emotion on for anybody: it is off until a person asks for it', () => {
  for (const file of files) {
    const policy = parsePolicy(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
    expect(withChoices(policy, registry, () => []).off).toContain('emotion');
  }
});

it('the policy for schools scores no picture (design: product.md, "Scores")', () => {
  const school = parsePolicy(JSON.parse(readFileSync(path.join(folder, 'school.json'), 'utf8')));
  expect(school.weights?.presence).toBe(0);
  expect(school.retentionDays).toBe(7);
});
