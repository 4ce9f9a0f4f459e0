/** As WebGL names what draws; `undefined` where there is no WebGL 2, which MediaPipe reaches a graphics card by. */
export function graphicsCard(): string | undefined {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return undefined;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  // Firefox has the name without the extension, coarse.
  const name: unknown = context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return String(name);
}
