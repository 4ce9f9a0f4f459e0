import type { PracticePhase } from '$lib/session/practice-contract.ts';
import type { Language } from '../i18n/Language.svelte.ts';
import type { Announcer } from '../state/Announcer.svelte.ts';
import type { PracticeView } from './PracticeView.svelte.ts';
import { clockCall, type ClockCall } from './spoken-clock.ts';

/** Tells a screen reader where the session is: each change of phase, and the clock now and then. */
export class SpokenClock {
  readonly #language: Language;
  readonly #announcer: Announcer;
  #phase: PracticePhase | undefined;
  #seconds = 0;

  constructor(language: Language, announcer: Announcer) {
    this.#language = language;
    this.#announcer = announcer;
  }

  /** To be called whenever phase or clock have changed. */
  look({ phase, thinkingLeft, answerSeconds, answerLimit }: PracticeView): void {
    const before = this.#phase;
    this.#phase = phase;
    if (before !== phase) this.#tellPhase(before, phase, thinkingLeft);
    const call = phase === 'recording' ? clockCall(this.#seconds, answerSeconds, answerLimit) : undefined;
    this.#seconds = phase === 'thinking' ? 0 : answerSeconds;
    if (call) this.#announcer.say(this.#wordsOf(call));
  }

  #tellPhase(before: PracticePhase | undefined, phase: PracticePhase, thinkingLeft: number): void {
    const { t } = this.#language;
    if (phase === 'thinking') this.#announcer.say(t('practice.sayThinking', { count: thinkingLeft }));
    else if (phase === 'paused') this.#announcer.say(t('practice.sayPaused'));
    else if (phase === 'recording') {
      this.#announcer.say(before === 'paused' ? t('practice.sayResumed') : t('practice.sayRecording'));
    }
  }

  #wordsOf(call: ClockCall): string {
    const { t } = this.#language;
    if (call.kind === 'over') return t('practice.sayOver');
    return call.kind === 'left'
      ? t('practice.sayLeft', { count: call.seconds })
      : t('practice.sayPassed', { count: call.minutes });
  }
}
