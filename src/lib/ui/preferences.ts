/**
 * Small choices of the interface, kept by the browser (`viva.<name>`). Only what differs from the default is kept; a
 * browser that keeps nothing (some private windows throw) simply forgets them.
 */
const NAMES = [
  'locale',
  'theme',
  'follow',
  'spoken-language',
  'consent',
  'voice-only',
  'read-aloud',
  'shortcuts',
  'captions',
  'cues',
  'name',
  'reword',
  'notify',
  'optional',
  'tips',
] as const;
export type Preference = (typeof NAMES)[number];

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

/** Ids of optional analysers that this person switched on. */
export function wantedAnalysers(): string[] {
  return (readPreference('optional') ?? '').split(' ').filter((id) => id !== '');
}

/** Switches an optional analyser on or off; it holds from the next recording on. */
export function wantAnalyser(id: string, isWanted: boolean): void {
  const others = wantedAnalysers().filter((other) => other !== id);
  const ids = isWanted ? [...others, id] : others;
  writePreference('optional', ids.length === 0 ? undefined : ids.join(' '));
}

/** What goes along with a backup: all but what is allowed anew on another device. */
const MOVABLE = NAMES.filter((name) => name !== 'consent' && name !== 'notify' && name !== 'optional');

/** All that differ from their defaults, to go along with a backup. */
export function allPreferences(): Record<string, string> {
  return Object.fromEntries(
    MOVABLE.flatMap((name) => {
      const value = readPreference(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Takes over those of a backup; names that this version doesn't know are left out. They hold from the next visit on. */
export function takePreferences(given: Readonly<Record<string, string>>): void {
  for (const name of MOVABLE) if (given[name] !== undefined) writePreference(name, given[name]);
}
