/**
 * The page to go to after signing in. Only paths of this application: a full or
 * scheme-relative address would let a link lead people elsewhere.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith("/")) return "/playbooks";
  try {
    const url = new URL(next, "http://here.invalid");
    const inside = url.origin === "http://here.invalid" && !/^\/[\\/]/.test(next);
    return inside ? `${url.pathname}${url.search}${url.hash}` : "/playbooks";
  } catch {
    return "/playbooks";
  }
}
