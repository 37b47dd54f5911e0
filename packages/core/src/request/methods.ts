/** What is known of a request by its method. */

/** Requests with these methods may be sent again (RFC 9110: safe or idempotent). Pure. */
export function isSafeToRepeat(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].includes(method.toUpperCase());
}

/** Requests with these methods change nothing (RFC 9110: safe). Pure. */
export function isRead(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS"].includes(method.toUpperCase());
}
