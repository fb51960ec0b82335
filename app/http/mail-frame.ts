/** A mail's own HTML inside a page of ours: inline styles, which the mail needs, and nothing else at all. */

/**
 * Where such documents are, in the spelling our pages use: previews in the settings, and what the demo has sent. Any other
 * spelling gets the rules of pages, and no styles.
 */
const FRAMES = [
  /^\/dashboard\/[a-z0-9-]{1,40}\/settings\/messages\/[a-z_]{1,40}\/frame$/,
  /^\/dev\/mail\/[0-9a-z._-]{1,160}\/html$/,
];

export const isMailFrame = (path: string): boolean => FRAMES.some((frame) => frame.test(path));

/** Sandboxed here as well as in the page: whoever opens its address itself runs nothing either. */
export const MAIL_FRAME_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");
