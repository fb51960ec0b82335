/** What stands in every private link: 24 bytes in base64url (RFC 4648, section 5); see secrets.server.ts. */
export const isLinkToken = (text: string): boolean => /^[A-Za-z0-9_-]{32}$/.test(text);
