/** What a key does in a session; which of them can be used depends on the phase. */
export type Shortcut = 'main' | 'pause' | 'retry' | 'skip' | 'say' | 'self';

const KEYS: Readonly<Record<string, Shortcut>> = {
  ' ': 'main',
  p: 'pause',
  r: 'retry',
  s: 'skip',
  q: 'say',
  h: 'self',
};

/** In the order in which they are shown; `main` is the space bar. */
export const SHORTCUT_KEYS: readonly { readonly key: string; readonly shortcut: Shortcut }[] = Object.entries(KEYS).map(
  ([key, shortcut]) => ({ key: key === ' ' ? key : key.toUpperCase(), shortcut }),
);

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'target'>;

/** Elements that do something with keys themselves; for the space bar also those that it presses. */
const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog *, video, audio';
const PRESSED_BY_SPACE = 'button, a, summary, input';

/** The shortcut of a pressed key; none where the key belongs to what has the focus. */
export function shortcutOf(event: Pressed): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const shortcut = KEYS[event.key.toLowerCase()];
  const { target } = event;
  const isInside = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  if (isInside(TYPING) || (shortcut === 'main' && isInside(PRESSED_BY_SPACE))) return undefined;
  return shortcut;
}
