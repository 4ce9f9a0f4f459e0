import { describe, expect, it } from 'vitest';
import { sessionRowSchema } from './rows.ts';

const row = {
  ...{ id: 's', created: '2026-10-02T08:00:00.000Z', kind: 'practice', title: '', locale: 'en', language: 'en' },
  ...{ otherQuestions: [], vocabulary: [], answers: 1, seconds: 9, status: 'completed', overall: null },
};

describe('the row of a session', () => {
  it('comes through with what was learnt of the person, and without', () => {
    const calibration = { lens: { yaw: 3, pitch: -6, error: 2 }, neutral: { jawOpen: 0.01 }, eyeOpen: 0.3 };
    expect(sessionRowSchema.parse({ ...row, calibration })).toEqual({ ...row, calibration });
    expect(sessionRowSchema.parse(row)).toEqual(row);
  });

  it('is kept where what was learnt is damaged: it counts as not learnt', () => {
    const read = sessionRowSchema.parse({ ...row, calibration: { eyeOpen: 'wide' } });
    expect(read).toMatchObject(row);
    expect(read.calibration).toBeUndefined();
  });
});
