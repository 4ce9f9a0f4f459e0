/** What a screen reader is told of the clock while an answer runs. */
export type ClockCall =
  | { readonly kind: 'passed'; readonly minutes: number }
  | { readonly kind: 'left'; readonly seconds: number }
  | { readonly kind: 'over' };

/** Seconds before the end at which the rest is told. */
const LAST_CALLS = [30, 10] as const;
const MINUTE = 60;

/**
 * The call that falls due between two looks at the clock; at most one, the later where there are two. Each whole minute,
 * 30 and 10 s before the end, and the end. A minute that falls on one of these isn't told beside it.
 *
 * @param before seconds of the answer at the last look
 * @param now seconds of the answer
 * @param limit seconds that the answer should take
 */
export function clockCall(before: number, now: number, limit: number): ClockCall | undefined {
  const isDue = (at: number) => at > 0 && before < at && at <= now;
  if (isDue(limit)) return { kind: 'over' };
  const last = LAST_CALLS.findLast((seconds) => isDue(limit - seconds));
  if (last !== undefined) return { kind: 'left', seconds: last };
  const minutes = Math.floor(now / MINUTE);
  return isDue(minutes * MINUTE) ? { kind: 'passed', minutes } : undefined;
}
