/**
 * Small choices of the interface, kept by the browser (`viva.<name>`). Only what differs from the default is kept; a
 * browser that keeps nothing (some private windows throw) simply forgets them.
 */
export type Preference =
  | 'locale'
  | 'theme'
  | 'follow'
  | 'spoken-language'
  | 'consent'
  | 'voice-only'
  | 'read-aloud'
  | 'shortcuts'
  | 'captions'
  | 'cues'
  | 'name';

const memory = new Map<Preference, string>();

export function readPreference(name: Preference): string | undefined {
  try {
    return localStorage.getItem(`viva.${name}`) ?? undefined;
  } catch {
    return memory.get(name);
  }
}

/** @param value `undefined` forgets it */
export function writePreference(name: Preference, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`viva.${name}`);
    else localStorage.setItem(`viva.${name}`, value);
  } catch {
    if (value === undefined) memory.delete(name);
    else memory.set(name, value);
  }
}
