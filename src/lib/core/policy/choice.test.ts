import { expect, it } from 'vitest';
import { withChoices } from './choice.ts';
import { parsePolicy } from './decision.ts';

const host = (off: string[]) => parsePolicy({ type: 'viva/policy', version: 1, id: 'host', off });
const analysers = [{ id: 'face' }, { id: 'emotion', isOptional: true }];

it('what is optional is off until somebody asks for it, and again when they no longer do', () => {
  let wanted: string[] = [];
  const policy = withChoices(host(['voice']), analysers, () => wanted);
  expect(policy.off).toEqual(['voice', 'emotion']);
  wanted = ['emotion'];
  expect(policy.off).toEqual(['voice']);
  wanted = ['face'];
  expect(policy.off).toEqual(['voice', 'emotion']);
});

it('what the host switches off can’t be asked for', () => {
  const policy = withChoices(host(['emotion']), analysers, () => ['emotion']);
  expect(policy.off).toEqual(['emotion']);
  expect({ ...policy }).toMatchObject({ id: 'host', off: ['emotion'] });
});
