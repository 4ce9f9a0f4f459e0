// The one source of every header and policy of Viva: svelte.config.js takes the page's policy from here, the service
// worker the headers that it adds, the development server too, and tools/vite/hosting.ts writes the files for hosts.

/** Threads need shared memory, and browsers give it to pages that are isolated from other origins. */
export const ISOLATION = Object.freeze({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
});

/** Camera, microphone and screen are Viva's own; what it never uses is switched off, for its libraries too. */
const PERMISSIONS = [
  ...['camera', 'microphone', 'display-capture', 'fullscreen', 'screen-wake-lock'].map((name) => `${name}=(self)`),
  ...['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi', 'accelerometer', 'gyroscope'].map(
    (name) => `${name}=()`,
  ),
].join(', ');

/** What every response may carry, whatever its kind. */
export const HARDENING = Object.freeze({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': PERMISSIONS,
});

/**
 * The page's policy, as `kit.csp.directives` wants it: kit writes it into each page's `<meta>` with the hash of its own
 * inline script. `wasm-unsafe-eval` compiles WebAssembly and nothing else; `style-src 'unsafe-inline'` is for the style
 * attributes of charts, and lets no script in.
 */
export const PAGE_DIRECTIVES = Object.freeze({
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
});

const KEYWORD = /^(none|self|unsafe-inline|wasm-unsafe-eval|sha256-.+)$/;

/**
 * A policy as a header has it.
 *
 * @param {Readonly<Record<string, readonly string[]>>} directives
 * @returns {string}
 */
export function policyText(directives) {
  return Object.entries(directives)
    .map(([name, sources]) =>
      [name, ...sources.map((source) => (KEYWORD.test(source) ? `'${source}'` : source))].join(' '),
    )
    .join('; ');
}

/**
 * The policy of a worker. It never reads its page's: it takes the one that its own script came with, and without one it
 * could send anything anywhere. MediaPipe, onnxruntime-web's threads and ffmpeg (a worker in a worker) run under it.
 */
export const WORKER_POLICY = policyText({
  'default-src': ['none'],
  'script-src': ['self', 'wasm-unsafe-eval'],
  'connect-src': ['self', 'blob:', 'data:'],
  'worker-src': ['self', 'blob:'],
});

/**
 * The policy that a host sends with everything: the page's with the hashes of the pages' inline scripts (a header and a
 * `<meta>` policy both apply, so what the header forgets is forbidden), and what only a header can say. For workers it
 * says the same as theirs.
 *
 * @param {readonly string[]} scriptHashes `sha256-…`, each once
 * @returns {string}
 */
export function hostPolicy(scriptHashes) {
  return policyText({
    ...PAGE_DIRECTIVES,
    'script-src': [...PAGE_DIRECTIVES['script-src'], ...scriptHashes],
    'frame-ancestors': ['none'],
  });
}

/**
 * All headers of a host, by name.
 *
 * @param {readonly string[]} scriptHashes
 * @returns {Record<string, string>}
 */
export function hostHeaders(scriptHashes) {
  return { ...ISOLATION, ...HARDENING, 'Content-Security-Policy': hostPolicy(scriptHashes) };
}
