import { readPreference, writePreference } from '../preferences.ts';

/** A little slower than the voices' own pace: listeners are often not native speakers. */
const RATE = 0.95;

/** The interviewer's voice: the device's own, never one that sends the text to somebody (`localService`). */
export class Interviewer {
  readonly #synthesis = (globalThis as { speechSynthesis?: SpeechSynthesis }).speechSynthesis;
  #voices: readonly SpeechSynthesisVoice[] = $state.raw([]);
  #isOn = $state(readPreference('read-aloud') !== 'off');
  readonly #list = () => {
    this.#voices = this.#synthesis?.getVoices().filter(({ localService }) => localService) ?? [];
  };

  constructor() {
    this.#list();
    // Most browsers load their voices after the page.
    this.#synthesis?.addEventListener('voiceschanged', this.#list);
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    writePreference('read-aloud', isOn ? undefined : 'off');
    if (!isOn) this.hush();
  }

  /** Whether this device has a voice for a language (two letters). */
  canSpeak(language: string): boolean {
    return this.#voiceOf(language) !== undefined;
  }

  /** Reads a text out; silent where there is no voice for its language or it is switched off. */
  say(text: string, language: string): void {
    const voice = this.#voiceOf(language);
    if (!this.#isOn || !voice || !this.#synthesis) return;
    this.hush();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = RATE;
    this.#synthesis.speak(utterance);
  }

  /** Falls silent at once: an answer begins, or the page is left. */
  hush(): void {
    this.#synthesis?.cancel();
  }

  close(): void {
    this.hush();
    this.#synthesis?.removeEventListener('voiceschanged', this.#list);
  }

  #voiceOf(language: string): SpeechSynthesisVoice | undefined {
    const fitting = this.#voices.filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language);
    return fitting.find((voice) => voice.default) ?? fitting[0];
  }
}
