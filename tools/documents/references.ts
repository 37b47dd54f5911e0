/** A path, link or command that a document cites. */
export type Reference =
  | { readonly kind: "link"; readonly line: number; readonly target: string }
  /** A file or folder, as it is written; `*` and `<word>` stand for anything within one segment. */
  | { readonly kind: "path"; readonly line: number; readonly path: string }
  /** What follows "pnpm" or "npx pnpm@12". */
  | { readonly kind: "command"; readonly line: number; readonly words: readonly string[] };

const SOURCE = /\.(tsx?|mjs|md|json|sql|ya?ml|css|html)$/;
const PATH = /^[\w.@<>*-]+(\/[\w.@<>*-]+)*\/?$/;

/**
 * What a Markdown text cites. Links everywhere; paths and commands in code only, where a word is
 * a path when it ends like a source file or begins with one of `folders`. Pure.
 */
export function readReferences(text: string, folders: ReadonlySet<string>): Reference[] {
  const references: Reference[] = [];
  let fenced = false;
  for (const [index, content] of text.split("\n").entries()) {
    const line = index + 1;
    if (/^\s*```/.test(content)) {
      fenced = !fenced;
      continue;
    }
    const codes = fenced ? [content] : [...content.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    for (const code of codes)
      if (code !== undefined) references.push(...inCode(code, line, folders));
    if (fenced) continue;
    const prose = content.replace(/`[^`]*`/g, "");
    for (const [, target] of prose.matchAll(/\]\(([^()\s]+)\)/g))
      if (target !== undefined && !/^[a-z]+:/.test(target))
        references.push({ kind: "link", line, target });
  }
  return references;
}

function inCode(code: string, line: number, folders: ReadonlySet<string>): Reference[] {
  const words = code.split(/[\s"'`,;()=|]+/).filter((word) => word !== "");
  const paths = words
    .map((word) => word.replace(/^(\.\/)+/, "").replace(/:+$/, ""))
    .filter((word) => PATH.test(word) && isPath(word, folders))
    .map((path): Reference => ({ kind: "path", line, path }));
  const commands = [...code.matchAll(/(?:^|\s|\()pnpm(?:@\d+)? ([^#&|;)]+)/g)].map(
    ([, rest = ""]): Reference => ({
      kind: "command",
      line,
      words: rest.split(/\s+/).filter((word) => word !== ""),
    }),
  );
  return [...paths, ...commands];
}

function isPath(word: string, folders: ReadonlySet<string>): boolean {
  if (SOURCE.test(word)) return !/^\.[a-z]+$/.test(word);
  return word.includes("/") && folders.has(word.split("/")[0] ?? "");
}

/** The anchors of a Markdown text's headings, as GitHub makes them. Pure. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const outside = text.replace(/^```[\s\S]*?^```/gm, "");
  const headings = [...outside.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );
}
