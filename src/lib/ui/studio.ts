/** The conductor, by a door of `ui`, because routes import nothing else. */
export { Studio } from '$lib/session/studio.ts';
