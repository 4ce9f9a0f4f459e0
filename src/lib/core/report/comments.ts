import type { Report } from './schema.ts';

type Comments = Report['comments'];

/** Notes of both, each once, in the order of their moments: what somebody wrote into a handed-over file comes back. */
export function mergeComments(own: Comments, others: Comments): Comments {
  const keyOf = ({ answer, at, by, text }: Comments[number]) => JSON.stringify([answer, at, by, text]);
  const all = new Map([...own, ...others].map((comment) => [keyOf(comment), comment]));
  return [...all.values()].sort((a, b) => a.at - b.at);
}
