import type { AnswerJob, Conductor } from '$lib/session/contract.ts';
import { readPreference, writePreference } from '../preferences.ts';
import { endedSessions } from './ended-sessions.ts';

/** Words of a notification. It may be read by others on a locked screen, so it names nothing of the recording. */
export type NotificationWords = { readonly title: string; readonly body: string };

/** Tells on the device that a report is ready while nobody looks at the page. Off until the person asks for it. */
export class Notifier {
  readonly #words: () => NotificationWords;
  #jobs: readonly AnswerJob[] = [];

  /** @param words in the language of the interface, when one is shown */
  constructor(words: () => NotificationWords) {
    this.#words = words;
  }

  static get isSupported(): boolean {
    return 'Notification' in globalThis;
  }

  /** Whether the browser refuses and asking again would be in vain. */
  static get isRefused(): boolean {
    return Notifier.isSupported && Notification.permission === 'denied';
  }

  static get isOn(): boolean {
    return Notifier.isSupported && readPreference('notify') === 'on' && Notification.permission === 'granted';
  }

  /** Asks the browser's permission where that is needed; the answer is whether notifications are on now. */
  static async turn(isOn: boolean): Promise<boolean> {
    const isAllowed = isOn && (await Notification.requestPermission()) === 'granted';
    writePreference('notify', isAllowed ? 'on' : undefined);
    return isAllowed;
  }

  watch(conductor: Pick<Conductor, 'subscribe'>): void {
    conductor.subscribe(({ jobs }) => {
      const ended = endedSessions(this.#jobs, jobs);
      this.#jobs = jobs;
      if (ended.length > 0 && document.hidden && Notifier.isOn) void this.#show();
    });
  }

  /** By the service worker where there is one: Android's pages may not show any themselves. */
  async #show(): Promise<void> {
    const { title, body } = this.#words();
    const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
    if (registration?.active) await registration.showNotification(title, { body, tag: 'viva-report' });
    else new Notification(title, { body, tag: 'viva-report' });
  }
}
