import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { PAGE_DIRECTIVES } from './tools/vite/headers.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ fallback: '404.html' }),
    alias: { $content: 'src/content' },
    // The page's own policy. Workers never read it: they take theirs from their own response.
    csp: { mode: 'hash', directives: { ...PAGE_DIRECTIVES } },
    serviceWorker: { register: false },
    typescript: {
      config: (config) => {
        config.include.push('../tests/**/*.ts', '../tools/**/*.ts', '../*.ts');
        // Kit leaves the service worker to a tsconfig of its own; here `lib` has both worlds, so it is checked with the rest.
        config.exclude = config.exclude.filter((/** @type {string} */ place) => !place.includes('service-worker'));
      },
    },
  },
};
