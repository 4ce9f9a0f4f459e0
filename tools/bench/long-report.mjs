// Reports of any length, made of a real one by saying it again and again: every analyser's series, events and moments are
// there in the amount that so long a recording gives.

/**
 * @param {any} answer of a report
 * @param {number} seconds
 * @returns {any} the same answer, as if it had gone on for so long
 */
export function stretched(answer, seconds) {
  const period = answer.media.seconds;
  const times = Math.ceil(seconds / period);
  /** @template {{ start: number, end: number }} Span @param {readonly Span[]} spans @returns {Span[]} */
  const again = (spans) =>
    Array.from({ length: times }, (_, turn) => spans.map((span) => shifted(span, turn * period)))
      .flat()
      .filter(({ end }) => end <= seconds);
  const { transcript, conditions } = answer;
  return {
    ...answer,
    media: { ...answer.media, seconds },
    transcript: transcript && {
      ...transcript,
      words: again(transcript.words),
      text: Array.from({ length: times }, () => transcript.text).join(' '),
    },
    measures: answer.measures.map((/** @type {any} */ measure) => ({ ...measure, evidence: again(measure.evidence) })),
    series: answer.series.map((/** @type {any} */ series) => stretchedSeries(series, seconds)),
    events: again(answer.events).sort((a, b) => a.start - b.start),
    conditions: {
      ...conditions,
      faces: again(conditions.faces),
      noFace: again(conditions.noFace),
      lookingAway: again(conditions.lookingAway),
    },
  };
}

/** @template {{ start: number, end: number }} Span @param {Span} span @param {number} by @returns {Span} */
const shifted = (span, by) => ({ ...span, start: span.start + by, end: span.end + by });

/** @param {{ step: number, values: (number | null)[] }} series @param {number} seconds */
function stretchedSeries(series, seconds) {
  const { values, step } = series;
  // No two stretches alike, or a chart would draw one of them.
  const change = (/** @type {number | null} */ value, /** @type {number} */ turn) =>
    value === null ? null : value * (1 + 0.05 * Math.sin(turn));
  return {
    ...series,
    values: Array.from({ length: Math.floor(seconds / step) }, (_, place) =>
      change(values[place % values.length] ?? null, Math.floor(place / values.length)),
    ),
  };
}
