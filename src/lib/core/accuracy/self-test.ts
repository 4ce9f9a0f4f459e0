/** What is said in the recordings that devices and recognisers are tried on (static/self-test, models/recogniser-check). */
export const SELF_TEST_WORDS =
  'and mister john dashwood had then leisure to consider how much there might be prudently in his power to do for them';
