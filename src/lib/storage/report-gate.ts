import {
  answerSchema,
  eventSchema,
  measureSchema,
  reportSchema,
  seriesSchema,
  transcriptSchema,
  wordSchema,
  type Answer,
  type Report,
} from '$lib/core/report/schema.ts';
import * as z from '$lib/core/zod.ts';

/** Elements of a long list that are parsed in one go; a thousand words take about 7 ms. */
const SLICE = 500;
/** The page gets its turn after so long, so that no task comes near the 50 ms at which typing and video would stutter. */
const TURN_MS = 12;

const shellSchema = reportSchema.extend({ answers: z.array(z.unknown()) });
const noList = z.array(z.unknown());
const answerShellSchema = answerSchema.extend({
  measures: noList,
  series: noList,
  events: noList,
  transcript: transcriptSchema.extend({ words: noList }).nullable(),
});

/** Lets the page do something else when this has had its turn. */
class Turns {
  #since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#since = performance.now();
  }
}

async function parseList<Item>(schema: z.ZodType<Item>, list: readonly unknown[], turns: Turns): Promise<Item[]> {
  const slices = z.array(schema);
  const parsed: Item[] = [];
  for (let start = 0; start < list.length; start += SLICE) {
    for (const item of slices.parse(list.slice(start, start + SLICE))) parsed.push(item);
    await turns.take();
  }
  return parsed;
}

/**
 * `reportSchema.parse`, in turns: the report of an hour has tens of thousands of words, values and events, and parsing
 * it at once holds the page for 60 ms and more. Rejects with the `ZodError` of the first thing that doesn't fit.
 */
export async function parseReport(value: unknown): Promise<Report> {
  const turns = new Turns();
  const shell = shellSchema.parse(value);
  const answers: Answer[] = [];
  for (const given of shell.answers) {
    const answer = answerShellSchema.parse(given);
    const { transcript } = answer;
    answers.push({
      ...answer,
      measures: await parseList(measureSchema, answer.measures, turns),
      series: await parseList(seriesSchema, answer.series, turns),
      events: await parseList(eventSchema, answer.events, turns),
      transcript: transcript && { ...transcript, words: await parseList(wordSchema, transcript.words, turns) },
    });
  }
  return { ...shell, answers };
}
