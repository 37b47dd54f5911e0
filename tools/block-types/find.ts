/** Which files of the product name a type of block outside of that block's own folder. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { readImports } from "../boundaries/imports.ts";
import { mentionsIn } from "./mentions.ts";

const BLOCKS = "packages/blocks/src";

/** A file with what it names, each as "<line>: <type>" or "<line>: import of <folder>". */
export interface Naming {
  readonly file: string;
  readonly named: readonly string[];
}

/** Types of block by the folder that declares them: "packages/blocks/src/debug" to "debug". */
export function blockFolders(root: string): ReadonlyMap<string, string> {
  const specs = globSync(`${BLOCKS}/*/spec.ts`, { cwd: root }).sort();
  return new Map(
    specs.map((path) => {
      const declared = /^ {2}type: "([^"]+)",$/m.exec(readFileSync(join(root, path), "utf8"))?.[1];
      if (declared === undefined) throw new Error(`${path} declares no type`);
      return [slashed(dirname(path)), declared];
    }),
  );
}

/**
 * Sources that name a type of block or import from a block's folder, that folder's own left out. Tests,
 * what tests are written with, golden files and generated code may name them.
 */
export function findNamings(root: string): readonly Naming[] {
  const folders = blockFolders(root);
  return sourcesOf(root).flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    const own = folders.get(posix.dirname(file));
    const types = new Set([...folders.values()].filter((type) => type !== own));
    const named = [
      ...mentionsIn(file, source, types).map(({ line, type }) => `${line}: ${type}`),
      ...importsOf(file, source, folders),
    ];
    return named.length === 0 ? [] : [{ file, named }];
  });
}

function importsOf(
  file: string,
  source: string,
  folders: ReadonlyMap<string, string>,
): readonly string[] {
  return readImports(file, source).flatMap(({ from, line }) => {
    if (!from.startsWith(".")) return [];
    const folder = posix.dirname(posix.join(posix.dirname(file), from));
    return folders.has(folder) && folder !== posix.dirname(file)
      ? [`${line}: import of ${posix.basename(folder)}`]
      : [];
  });
}

function sourcesOf(root: string): readonly string[] {
  const skipped = new Set(["node_modules", "generated", ".types", "dist", "testing", "golden"]);
  return globSync(["packages/*/src/**/*.{ts,tsx}", "apps/*/src/**/*.{ts,tsx}"], {
    cwd: root,
    exclude: (path) => skipped.has(path.split(sep).at(-1) ?? ""),
  })
    .map(slashed)
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .sort();
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
