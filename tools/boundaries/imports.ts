import { parseSync } from "oxc-parser";

/** One import of a file. `typeOnly`: it leaves nothing behind at run time. */
export type Import = { from: string; typeOnly: boolean; line: number };

/** Every module that a source text asks for: imports, re-exports, dynamic imports, import types. */
export function readImports(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? "cannot be parsed"}`);
  const lineOf = (offset: number): number => source.slice(0, offset).split("\n").length;
  const statement = (start: number, from: string): Import => ({
    from,
    // `import { type A }` still loads the module: only the whole statement's `type` removes it.
    typeOnly: /^(import|export)\s+type\b/.test(source.slice(start, start + 40)),
    line: lineOf(start),
  });
  const imports: Import[] = [];
  for (const wanted of module.staticImports) {
    imports.push(statement(wanted.start, wanted.moduleRequest.value));
  }
  for (const exported of module.staticExports) {
    const from = exported.entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (from) imports.push(statement(exported.start, from.value));
  }
  const dynamic = new Set(module.dynamicImports.map((wanted) => wanted.start));
  for (const match of source.matchAll(/\bimport\(\s*["']([^"']+)["']/g)) {
    const typeOnly = !dynamic.has(match.index);
    imports.push({ from: match[1] ?? "", typeOnly, line: lineOf(match.index) });
  }
  return imports;
}
