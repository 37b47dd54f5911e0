import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { MiddlewareHandler } from "hono";

interface WebFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** Its name holds a hash of its content, so it never changes. */
  readonly immutable: boolean;
}

/** The browser's files, in memory. */
export interface WebFiles {
  readonly inlineScripts: readonly string[];
  readonly serve: MiddlewareHandler;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

/** Reads the built files of a folder; a folder that is not there gives a page that says how to build it. */
export function loadWebFiles(folder: string): WebFiles {
  const files = readAll(folder);
  const index = files.get("/index.html") ?? null;
  const html = index === null ? "" : new TextDecoder().decode(index.bytes);
  const inlineScripts = [
    ...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g),
  ].flatMap(([, text]) => (text === undefined || text === "" ? [] : [text]));
  return {
    inlineScripts,
    serve: async (context) => {
      if (context.req.method !== "GET" && context.req.method !== "HEAD") return context.notFound();
      const path = decodePath(context.req.path);
      // A missing script must not look like a page, or the browser says only "syntax error".
      const file = files.get(path) ?? (extname(path) === "" ? index : null);
      if (file === null)
        return index === null && extname(path) === ""
          ? context.text(
              "The web application is not built. Run: npx pnpm@12 --filter @callbook/web build",
              503,
            )
          : context.text("There is no such page.", 404);
      const headers = {
        "Content-Type": file.type,
        ETag: file.etag,
        "Cache-Control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
      };
      if (context.req.header("if-none-match") === file.etag)
        return context.body(null, 304, headers);
      return context.req.method === "HEAD"
        ? context.body(null, 200, headers)
        : context.body(file.bytes, 200, headers);
    },
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readAll(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split(sep).join("/")}`;
    const bytes = new Uint8Array(readFileSync(path));
    files.set(url, {
      bytes,
      type: TYPES[extname(path)] ?? "application/octet-stream",
      etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
      immutable: url.startsWith("/assets/"),
    });
  }
  return files;
}
