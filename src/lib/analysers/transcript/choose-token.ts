/** Logarithm of the sum of exponentials: a score less it is a log-probability. */
export function logNormaliser(scores: Float32Array): number {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  return most + Math.log(sum);
}

/**
 * The next token: the likeliest, or one sampled by adding Gumbel noise to the scores. The noise is a hash of token, row and
 * seed (as in models/build/whisper_graphs.py), so that the same recording gives the same words.
 */
export function chooseToken(
  scores: Float32Array,
  { temperature, seed, row }: { temperature: number; seed: number; row: number },
): number {
  let best = 0;
  let bestScore = -Infinity;
  for (let token = 0; token < scores.length; token += 1) {
    const score = temperature > 0 ? scores[token]! + temperature * noise(token, row, seed) : scores[token]!;
    if (score <= bestScore) continue;
    best = token;
    bestScore = score;
  }
  return best;
}

function noise(token: number, row: number, seed: number): number {
  const hash = Math.sin(token * 12.9898 + row * 78.233 + seed) * 43758.547;
  const uniform = Math.min(0.999_999, Math.max(1e-9, hash - Math.floor(hash)));
  return -Math.log(-Math.log(uniform));
}
