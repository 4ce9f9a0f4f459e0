import { describe, expect, it } from 'vitest';
import { chooseRecogniser, type RecogniserFacts } from './recogniser.ts';

const facts: RecogniserFacts = { asked: undefined, language: 'auto', known: undefined, trial: undefined };
const slow = { share: 3, language: 'en', languageProbability: 0.98 };
const usual = { model: 'whisper-base', backend: 'wasm', reason: 'usual' };
const quick = { model: 'whisper-tiny.en', backend: 'wasm', reason: 'slow-device' };

describe('the choice of a recogniser', () => {
  it.each<[string, Partial<RecogniserFacts>, unknown]>([
    ['a device that is known to be quick needs no trial', { known: 0.2 }, usual],
    ['an unknown device is tried', {}, 'trial'],
    ['a slow one is tried again: it may have been busy', { known: 3 }, 'trial'],
    ['what was slow once and is quick now is quick', { known: 3, trial: { ...slow, share: 0.4 } }, usual],
    ['what was quick once is quick', { known: 0.4, trial: slow }, usual],
    ['English on a slow device', { language: 'en', known: 3, trial: slow }, quick],
    ['English that was found on a slow device', { trial: slow }, quick],
    ['what may not be English', { trial: { ...slow, languageProbability: 0.7 } }, usual],
    ['another language that was found', { trial: { ...slow, language: 'id' } }, usual],
    ['another language that was given needs no trial', { language: 'id', known: 3 }, usual],
    ['nothing found in the trial', { trial: { share: 3 } }, usual],
    ['the host asks for the usual one', { asked: 'whisper-base', trial: slow }, { ...usual, reason: 'policy' }],
    ['the host asks for the small one', { asked: 'whisper-tiny.en', language: 'en' }, { ...quick, reason: 'policy' }],
    [
      'the host asks for the small one, but the language is not given',
      { asked: 'whisper-tiny.en' },
      { ...usual, reason: 'policy-failed', instead: { model: 'whisper-tiny.en', code: 'english-only' } },
    ],
    [
      'the host asks for one of its own',
      { asked: 'whisper-small', language: 'id' },
      { model: 'whisper-small', backend: 'webgpu', reason: 'policy' },
    ],
  ])('%s', (_, given, expected) => {
    expect(chooseRecogniser({ ...facts, ...given })).toEqual(expected);
  });
});
