declare global {
  /** Version in package.json, written in by Vite. */
  const VIVA_VERSION: string;
}

export {};
