import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ fallback: '404.html' }),
    alias: { $content: 'src/content' },
    // The page's own policy. Workers never read it: they take theirs from their own response (tools/host-headers).
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'worker-src': ['self', 'blob:'],
        'connect-src': ['self', 'blob:', 'data:'],
        'img-src': ['self', 'blob:', 'data:'],
        'media-src': ['self', 'blob:', 'mediastream:'],
        'style-src': ['self', 'unsafe-inline'],
        'font-src': ['self'],
        'manifest-src': ['self'],
        'base-uri': ['none'],
        'form-action': ['none'],
        'object-src': ['none'],
      },
    },
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
