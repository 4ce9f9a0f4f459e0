import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import * as z from 'zod';
import { isOff, parsePolicy } from '../../src/lib/core/policy/decision.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The policy that a host's build is made with. */
const HOST_POLICY = path.join(root, 'src/content/policies/default.json');
const LOCALES = path.join(root, 'src/content/locales') + path.sep;
const localeSchema = z.looseObject({ analysers: z.record(z.string(), z.unknown()).default({}) });
/**
 * Analysers that a build without them must not contain at all (design: product.md, "Expressions and the law"), with the
 * weights that nothing else uses.
 */
const REMOVABLE = [{ id: 'emotion', capability: 'emotion', models: ['expression-classifier'] }] as const;

/** @throws AppError `policy-invalid` */
function removedUnder(policyFile: string): (typeof REMOVABLE)[number][] {
  const policy = parsePolicy(JSON.parse(readFileSync(policyFile, 'utf8')));
  return REMOVABLE.filter((analyser) => isOff(analyser, policy));
}

/** Keys in models/manifest.json of weights that a build under this policy must not contain. */
export function leftOutModels(policyFile = HOST_POLICY): string[] {
  return removedUnder(policyFile).flatMap(({ models }) => [...models]);
}

/**
 * Leaves analysers out of the build that the host's policy switches off: neither code nor words of theirs (nor weights,
 * see `leftOutModels`) are in the output, so nobody can switch them on there. The manifest becomes `undefined`, which the registry passes over. Must stand
 * among the worker's plugins too, because builds of workers don't see those of the page.
 *
 * @param policyFile a policy as JSON; the host's own where left out
 * @throws AppError `policy-invalid` as the build starts
 */
export function leftOut(policyFile = HOST_POLICY): Plugin {
  const folders = removedUnder(policyFile).map(({ id }) => ({
    id,
    folder: path.join(root, 'src/lib/analysers', id) + path.sep,
  }));
  /** A locale's words but for those of what is left out. */
  const wordsWithout = (file: string): string => {
    const words = localeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const left = Object.entries(words.analysers).filter(([id]) => !folders.some((folder) => folder.id === id));
    return JSON.stringify({ ...words, analysers: Object.fromEntries(left) });
  };
  return {
    name: 'viva:left-out',
    enforce: 'pre',
    load(address) {
      const file = path.normalize(address.split('?')[0] ?? '');
      if (file.startsWith(LOCALES)) return wordsWithout(file);
      const removed = folders.find(({ folder }) => file.startsWith(folder));
      if (!removed) return undefined;
      return file.endsWith('.json') ? '{}' : `export const ${removed.id} = undefined;`;
    },
  };
}
