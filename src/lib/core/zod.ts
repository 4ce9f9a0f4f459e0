import * as z from 'zod';

// Zod compiles its objects with `new Function` where it may. The page's policy (CSP) forbids that, and the mere attempt
// is reported as a violation; so every schema of ours is made after this line, by importing zod from here.
z.config({ jitless: true });

export * from 'zod';
