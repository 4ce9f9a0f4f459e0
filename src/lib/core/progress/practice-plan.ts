import type { Digest } from './digest.ts';

/** A question that is worth another try. */
export type Retry = {
  readonly question: { readonly id: string; readonly text: string };
  /** ISO date (no time of day) from which on it is due. */
  readonly due: string;
  readonly isDue: boolean;
  /** Tries so far. */
  readonly tries: number;
  /** What to do otherwise this time. */
  readonly next?: string;
};

export type PracticePlan = {
  /** The one next step: what advice came back most often lately. */
  readonly step?: { readonly code: string; readonly text: string; readonly times: number; readonly of: number };
  /** Questions to try again, due ones first. */
  readonly retries: readonly Retry[];
  /** ISO date of the next short practice. */
  readonly nextDay: string;
};

const DAY_MS = 86_400_000;
/** Every other day: practice with a day between is remembered better than as much at once (Cepeda et al. 2006). */
const EVERY_DAYS = 2;
/** Days until a question comes back, by its tries: each time the gap is about doubled (expanding retrieval). */
const RETRY_DAYS = [2, 4, 9, 20] as const;
/** From here on an answer needs no further try (docs/rubric.md: a whole story or argument). */
const GOOD_QUALITY = 8;
/** Answers that the next step is drawn from. */
const LATEST_ANSWERS = 6;
const MOST_RETRIES = 5;

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What to practise next, from what was advised. Pure: `now` is milliseconds since 1970. */
export function practicePlan(digests: readonly Digest[], now: number): PracticePlan {
  const byTime = digests.toSorted((a, b) => b.created.localeCompare(a.created));
  const answers = byTime.flatMap(({ created, answers: each }) =>
    each.map((answer) => ({ ...answer, at: Date.parse(created) })),
  );
  const last = answers[0]?.at;
  const nextDay = last === undefined ? dateOf(now) : dateOf(Math.max(now, last + EVERY_DAYS * DAY_MS));
  const step = stepOf(answers.slice(0, LATEST_ANSWERS));
  return { ...(step ? { step } : {}), retries: retriesOf(answers, now), nextDay };
}

type Answered = Digest['answers'][number] & { readonly at: number };

function stepOf(answers: readonly Answered[]): PracticePlan['step'] {
  const byCode = new Map<string, { text: string; times: number }>();
  for (const { next } of answers) {
    if (!next) continue;
    const known = byCode.get(next.code);
    // The newest wording is kept: it quotes the newest answer.
    byCode.set(next.code, { text: known?.text ?? next.text, times: (known?.times ?? 0) + 1 });
  }
  const [most] = [...byCode].sort((a, b) => b[1].times - a[1].times);
  return most && { code: most[0], ...most[1], of: answers.length };
}

function retriesOf(answers: readonly Answered[], now: number): Retry[] {
  const byQuestion = new Map<string, Answered[]>();
  for (const answer of answers) {
    if (!answer.question) continue;
    byQuestion.set(answer.question.text, [...(byQuestion.get(answer.question.text) ?? []), answer]);
  }
  return [...byQuestion.values()]
    .flatMap((tries): Retry[] => {
      const [latest] = tries;
      if (!latest?.question || (latest.measures['content.quality']?.value ?? 0) >= GOOD_QUALITY) return [];
      const wait = RETRY_DAYS[Math.min(tries.length, RETRY_DAYS.length) - 1]!;
      const due = latest.at + wait * DAY_MS;
      return [
        {
          question: latest.question,
          due: dateOf(due),
          isDue: due <= now,
          tries: tries.length,
          ...(latest.next ? { next: latest.next.text } : {}),
        },
      ];
    })
    .sort((a, b) => a.due.localeCompare(b.due))
    .slice(0, MOST_RETRIES);
}

/** Days on which something was practised, in the last `weeks` weeks; a day without is just a day. */
export type Days = {
  /** ISO dates, oldest first, with how many answers there were. */
  readonly days: readonly { readonly date: string; readonly answers: number }[];
  readonly practised: number;
};

/** @param zoneMinutes as `Date.getTimezoneOffset()` gives it, so that a day is the person's own */
export function daysOf(digests: readonly Digest[], now: number, zoneMinutes: number, weeks = 4): Days {
  const local = (ms: number) => dateOf(ms - zoneMinutes * 60_000);
  const counts = new Map<string, number>();
  for (const { created, answers } of digests) {
    const date = local(Date.parse(created));
    counts.set(date, (counts.get(date) ?? 0) + answers.length);
  }
  const days = Array.from({ length: weeks * 7 }, (_, index) => {
    const date = local(now - (weeks * 7 - 1 - index) * DAY_MS);
    return { date, answers: counts.get(date) ?? 0 };
  });
  return { days, practised: days.filter(({ answers }) => answers > 0).length };
}
