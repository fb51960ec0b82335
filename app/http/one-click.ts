/**
 * The one address that a program may post to which no page of ours has sent: a mail program ends mails by the address in their
 * header (RFC 8058), without a cookie and without saying whence. The address itself is the proof, and whoever has it can do
 * no more than end these mails. Only in the spelling that mails have.
 */
const ONE_CLICK =
  /^\/unsubscribe\/[a-z0-9][a-z0-9-]{0,39}\/(follow_up|agenda)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\w-]{32}$/;

export const isOneClickAddress = (path: string): boolean => ONE_CLICK.test(path);
