import { describe, expect, it } from 'vitest';
import { sampleReport } from '../tests/sample-report.ts';
import { followUpOf, isFollowUp } from './follow-up.ts';

const last = {
  ...{ id: 'team', text: 'Tell me about a team.', followUp: 'Who led it?', answerSeconds: 90 },
  translations: { id: { text: 'Ceritakan tentang tim.', followUp: 'Siapa yang memimpin?' } },
};
const asked = { questions: [last], last, language: 'en', locale: 'en' };

/** The sample's answer, assessed with these follow-ups. */
function assessed(...followUps: string[]) {
  const report = sampleReport();
  const structure = { situation: null, task: null, action: null, result: null };
  const content = { summary: '', quality: 5, strengths: [], improvements: [], structure, by: 'rules' as const };
  const answer = { ...report.answers[0]!, question: { id: 'bug', text: 'Which bug?' } };
  return { ...report, answers: [{ ...answer, assessment: { ...content, followUps } }] };
}

describe('followUpOf', () => {
  it('asks what an assessed answer lacked', () => {
    const question = followUpOf(assessed('What came of it?', 'Why?'), asked)!;
    expect(question).toMatchObject({ id: 'follow-up-bug', text: 'What came of it?', answerSeconds: 90 });
    expect(isFollowUp(question)).toBe(true);
  });

  it.each([
    ['en', 'Who led it?'],
    ['id', 'Siapa yang memimpin?'],
  ])("asks the last question's own one while nothing is assessed (%s)", (language, text) => {
    expect(followUpOf(undefined, { ...asked, language })?.text).toBe(text);
    expect(followUpOf(assessed(), { ...asked, language })?.text).toBe(text);
  });

  it('asks nothing where there is nothing, and nothing after a follow-up', () => {
    expect(followUpOf(undefined, { ...asked, last: { id: 'a', text: 'A?' } })).toBeUndefined();
    const first = followUpOf(undefined, asked)!;
    expect(followUpOf(undefined, { ...asked, questions: [last, first] })).toBeUndefined();
  });
});
