/** Names of OpenGL ES 3.0 that are asked for. */
const GL = {
  vendor: 0x1f00,
  renderer: 0x1f01,
  version: 0x1f02,
  shadingLanguageVersion: 0x8b8c,
  maxVertexAttribs: 0x8869,
  framebufferComplete: 0x8cd5,
} as const;

type Texture = { image?: ImageData };

/**
 * Where MediaPipe's tasks find a picture when they compute on the CPU.
 *
 * tasks-vision 0.10.35 hands each picture over through a WebGL texture, even to a graph that then reads it back into
 * memory. Without a graphics card that way there and back takes a tenth of the time of a picture; on a device without
 * WebGL there is none. This has the few calls that are made of a context: a texture is the `ImageData` it was given,
 * and reading it back copies. The numbers are the same to the last bit (`picture-memory.browser.test.ts`).
 *
 * @returns for `TaskOptions.canvas`; the task then takes pictures as `ImageData` only and throws a `TypeError` at others
 */
export function pictureMemory(): OffscreenCanvas {
  const memory = new PictureMemory();
  const canvas = { width: 1, height: 1, getContext: () => memory };
  return canvas as unknown as OffscreenCanvas;
}

/** The picture on a canvas whose 2D context was opened with `willReadFrequently`. */
export function pixelsOf(canvas: OffscreenCanvas): ImageData {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TypeError('the canvas has no 2D context');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

class PictureMemory {
  readonly TEXTURE_2D = 0x0de1;
  readonly RGBA = 0x1908;
  readonly UNSIGNED_BYTE = 0x1401;
  readonly UNPACK_FLIP_Y_WEBGL = 0x9240;
  /** That which the next picture is put into. */
  #bound: Texture | null = null;
  /** That which is read from. */
  #attached: Texture | null = null;

  getParameter(name: number): string | number | null {
    if (name === GL.version) return 'WebGL 2.0';
    if (name === GL.shadingLanguageVersion) return 'WebGL GLSL ES 3.00';
    if (name === GL.vendor || name === GL.renderer) return 'memory';
    return name === GL.maxVertexAttribs ? 16 : null;
  }

  getSupportedExtensions(): string[] {
    return [];
  }

  getExtension(): null {
    return null;
  }

  getContextAttributes(): WebGLContextAttributes {
    return {};
  }

  getError(): number {
    return 0;
  }

  createTexture(): Texture {
    return {};
  }

  bindTexture(_target: number, texture: Texture | null): void {
    this.#bound = texture;
  }

  /** The form with a picture; the one with sizes is of graphs that compute on a card. */
  texImage2D(...given: readonly [number, number, number, number, number, unknown]): void {
    const image = given[5];
    if (!(image instanceof ImageData)) throw new TypeError('only pixels in memory can be seen');
    if (this.#bound) this.#bound.image = image;
  }

  deleteTexture(texture: Texture | null): void {
    if (texture) delete texture.image;
  }

  createFramebuffer(): object {
    return {};
  }

  framebufferTexture2D(_target: number, _attachment: number, _kind: number, texture: Texture | null): void {
    this.#attached = texture;
  }

  checkFramebufferStatus(): number {
    return GL.framebufferComplete;
  }

  readPixels(...[x, y, width, height, , , heap, start]: readonly [...Six, Uint8Array, number]): void {
    const image = this.#attached?.image;
    if (!image || x !== 0 || y !== 0 || width !== image.width || height !== image.height) {
      throw new TypeError('a picture is read whole');
    }
    heap.set(image.data, start);
  }

  fenceSync(): object {
    return {};
  }

  // What there is nothing to do for: no pipeline, no driver, nothing that could be late.
  texParameteri(): void {}
  pixelStorei(): void {}
  activeTexture(): void {}
  bindFramebuffer(): void {}
  deleteFramebuffer(): void {}
  deleteSync(): void {}
  flush(): void {}
  finish(): void {}
}

/** Place, size, format and type of what is read. */
type Six = [x: number, y: number, width: number, height: number, format: number, type: number];
