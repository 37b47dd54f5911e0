const HERE = "http://here.invalid";
const USUAL = "/playbooks";

/**
 * The page to go to after signing in. Only pages of this application: a full or scheme-relative
 * address would let a link lead people elsewhere. What the browser would make of the address is
 * what is judged, and made again of the answer: resolving "/..//elsewhere" leaves "//elsewhere".
 */
export function safeNext(next: string | undefined): string {
  const asked = next?.startsWith("/") === true ? resolved(next) : null;
  const again = asked === null ? null : resolved(asked);
  return again !== null && again === asked ? again : USUAL;
}

/** Path, query and fragment of an address on this origin; null: it is on another, or none. */
function resolved(address: string): string | null {
  const url = URL.canParse(address, HERE) ? new URL(address, HERE) : null;
  if (url === null || url.origin !== HERE) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
