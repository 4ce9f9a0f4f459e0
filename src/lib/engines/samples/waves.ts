/** An observer as the order of listening sees it. */
export type Listener = { readonly id: string; readonly needs: readonly string[] };

/**
 * Parts observers into waves: those of a wave hear the sound together, after every observer that they need has
 * finished. Needs that aren't in the list are taken as met (their tracks were made before, or can't be had); a circle is
 * broken by letting all that is left hear together.
 */
export function wavesOf<L extends Listener>(listeners: readonly L[]): L[][] {
  const waves: L[][] = [];
  let waiting = [...listeners];
  while (waiting.length > 0) {
    const missing = new Set(waiting.map(({ id }) => id));
    const ready = waiting.filter(({ id, needs }) => !needs.some((need) => need !== id && missing.has(need)));
    const wave = ready.length > 0 ? ready : waiting;
    waves.push(wave);
    waiting = waiting.filter((listener) => !wave.includes(listener));
  }
  return waves;
}
