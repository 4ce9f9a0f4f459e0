import type { ObserveInput, ObserveJobs, ObserveStep } from '$lib/engines/jobs.ts';
import { connect } from '$lib/rpc/connect.ts';
import { startFrames } from './frames.ts';

/** A recording that is looked at while it is made. */
export type FollowInput = Pick<ObserveInput, 'media' | 'observers' | 'options'> & {
  /** Gives the recording as far as it has come (`Grown`), the last time whole; transferred. */
  readonly port: MessagePort;
};

export type FollowJobs = {
  /** Ends when the recording is whole and has been seen: with the tracks that `observe` makes of it. */
  follow: { input: FollowInput; output: ObserveJobs['observe']['output']; step: ObserveStep };
};

/** One that has nothing to do is ended sooner than others: the next answer has none for a while, and needs its memory. */
const WARM_MS = 20_000;

/** A worker for what is seen of a recording that still grows. */
export const openFollower = () => connect<FollowJobs>(startFrames, { warmMs: WARM_MS });
