import { type ParsedUrl, parseUrl } from "./web-platform.ts";

/** Where a request goes, or why the URL is refused. `class` is that of the failure. */
export type EffectiveUrl =
  | {
      readonly ok: true;
      readonly url: string;
      /** False: another origin than the connection's, hence without its credentials. */
      readonly isOwnOrigin: boolean;
    }
  | { readonly ok: false; readonly class: "F-INPUT" | "F-URL"; readonly message: string };

const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):(\/\/)?/;
// Without "//" a colon is most likely a port ("localhost:8080/x"), but never in these.
const schemesWithoutHost =
  /^(javascript|data|file|ftp|blob|about|mailto|vbscript|gopher|https?|wss?)$/;

/**
 * The URL that a command's URL (after substitution) means on a connection: a complete one is used
 * as it is, another is joined to the Request URL. Joining keeps the last segment of the Request
 * URL's path, unlike RFC 3986, as D3 SOAR does. `shown` is the command's URL without its secrets:
 * what messages quote. They quote it whole, since half a secret would not be recognised in them. Pure.
 */
export function effectiveUrl(
  commandUrl: string,
  requestUrl: string,
  shown: string = commandUrl,
): EffectiveUrl {
  const url = commandUrl.trim();
  const quoted = `"${shown.trim()}"`;
  if (url === "") return { ok: false, class: "F-INPUT", message: "URL is required" };
  // The URL parser drops tabs and line breaks silently, which could make two texts one address.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
  if (/[\u0000-\u001f\u007f]/.test(url)) return refuse("The URL has a control character");
  const base = parseUrl(requestUrl.trim());
  if (base === null) return refuse("The Request URL of the connection is not valid");
  if (/^[\\/]{2}/.test(url))
    return refuse(`${quoted} has no scheme, write http:// or https:// before it`);
  const [whole, name = "", slashes] = scheme.exec(url) ?? [];
  if (whole !== undefined) {
    const lower = name.toLowerCase();
    if (slashes !== undefined && (lower === "http" || lower === "https"))
      return complete(url, base, quoted);
    if (slashes !== undefined || schemesWithoutHost.test(lower)) {
      return refuse(`"${name}:" is not possible, only http:// and https:// are`);
    }
  }
  return join(url, base, quoted);
}

function complete(url: string, base: ParsedUrl, quoted: string): EffectiveUrl {
  const parsed = parseUrl(url);
  if (parsed === null) return refuse(`${quoted} is not a valid URL`);
  if (parsed.username !== "" || parsed.password !== "") {
    return refuse("A user name or password in the URL is not possible");
  }
  parsed.hash = "";
  return { ok: true, url: parsed.href, isOwnOrigin: parsed.origin === base.origin };
}

function join(relative: string, base: ParsedUrl, quoted: string): EffectiveUrl {
  const [withoutFragment = ""] = relative.split("#", 1);
  const mark = withoutFragment.indexOf("?");
  const path = mark < 0 ? withoutFragment : withoutFragment.slice(0, mark);
  const query = mark < 0 ? "" : withoutFragment.slice(mark + 1);
  if (climbs(base.pathname, path)) {
    return refuse(`${quoted} climbs out of ${base.origin}${base.pathname}`);
  }
  const joinedPath =
    path === ""
      ? base.pathname
      : `${base.pathname.replace(/\/$/, "")}/${path.replace(/^[\\/]/, "")}`;
  const joinedQuery = [base.search.slice(1), query].filter((part) => part !== "").join("&");
  const text = `${base.origin}${joinedPath}${joinedQuery === "" ? "" : `?${joinedQuery}`}`;
  const joined = parseUrl(text);
  if (joined === null || joined.origin !== base.origin)
    return refuse(`${quoted} is not a valid URL`);
  return { ok: true, url: joined.href, isOwnOrigin: true };
}

/** True when dot segments lead above the first segment of the base path. */
function climbs(basePath: string, path: string): boolean {
  const depth = basePath.split("/").filter((segment) => segment !== "").length;
  const floor = Math.min(1, depth);
  let level = depth;
  for (const segment of path.split(/[\\/]/)) {
    const plain = segment.replace(/%2e/gi, ".");
    if (plain === "..") level -= 1;
    else if (plain !== "." && plain !== "") level += 1;
    if (level < floor) return true;
  }
  return false;
}

function refuse(message: string): EffectiveUrl {
  return { ok: false, class: "F-URL", message };
}
