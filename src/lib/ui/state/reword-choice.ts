import { readPreference, writePreference } from '../preferences.ts';

/** Id of the language model that may reword reports; `undefined`: nobody asked for one. */
export function rewordChoice(): string | undefined {
  const kept = readPreference('reword');
  // Earlier versions knew the browser's own model only.
  return kept === 'on' ? 'browser' : kept;
}

export function chooseRewording(model: string | undefined): void {
  writePreference('reword', model);
}
