/** What the development and the test server bundle before the first request: found late, it would reload the page in use. */
export const prebundled = {
  exclude: ['@ffmpeg/ffmpeg'],
  include: [
    '@mediapipe/tasks-vision',
    '@xenova/transformers',
    'mediabunny',
    'onnxruntime-web/wasm',
    'onnxruntime-web/webgpu',
    'dexie',
    'zod',
  ],
};
