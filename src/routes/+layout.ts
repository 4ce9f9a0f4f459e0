// Everything happens on the device: pages are static shells, filled in the browser.
export const ssr = false;
export const prerender = true;
export const trailingSlash = 'always';
