import { existsSync } from 'node:fs';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import type { Plugin } from 'vite';

/** Folders of kit's output → addresses below the app's root, so that the same build works in any sub-folder. */
const PREFIXES = [/^client\//, /^prerendered\/pages\//, /^prerendered\/dependencies\//];

function addressOf(name: string): string {
  const file = PREFIXES.reduce((rest, prefix) => rest.replace(prefix, ''), name);
  // Pages are asked for by their folder; some hosts answer …/index.html with a redirect.
  return file.endsWith('index.html') ? `./${file.slice(0, -'index.html'.length)}` : file;
}

const LISTER = 'vite-plugin-pwa:sveltekit:build';

/** A failed build has no service worker to put the list into, and the complaint about that would hide why it failed. */
function onlyAfterSuccess(plugin: Plugin): Plugin {
  const { closeBundle } = plugin;
  if (typeof closeBundle !== 'object') throw new Error(`${LISTER} has changed: see tools/vite/offline.ts`);
  const { handler } = closeBundle;
  return {
    ...plugin,
    closeBundle: {
      ...closeBundle,
      async handler(...given) {
        if (existsSync('.svelte-kit/output/client/service-worker.js')) await handler.apply(this, given);
      },
    },
  };
}

/**
 * Gives the service worker the list of what to fetch when it is installed: pages, their scripts and styles, the scripts
 * of the workers. Not engines and weights, which are 60 and 170 MB.
 */
export function offlineShell(): Plugin[] {
  const plugins = SvelteKitPWA({
    strategies: 'injectManifest',
    srcDir: 'src',
    filename: 'service-worker.ts',
    registerType: 'prompt',
    injectRegister: false,
    // static/manifest.webmanifest is a plain file, there in development too.
    manifest: false,
    injectManifest: {
      globPatterns: [
        'client/_app/immutable/**/*.{js,css,svg,png,webp,woff2}',
        'client/{icon.svg,manifest.webmanifest,icons/icon-192.png,vendor/manifest.json}',
        'prerendered/pages/**/*.html',
      ],
      // The largest is transformers.js in the language worker. Beyond this the build stops instead of leaving a hole.
      maximumFileSizeToCacheInBytes: 8_000_000,
      manifestTransforms: [
        (entries) => ({ manifest: entries.map((entry) => ({ ...entry, url: addressOf(entry.url) })) }),
      ],
    },
  });
  return plugins.map((plugin) => (plugin.name === LISTER ? onlyAfterSuccess(plugin) : plugin));
}
