import { existsSync, globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { roomProblems } from "./editor-rooms.ts";
import { type Import, readImports } from "./imports.ts";
import {
  browserEntries,
  coreFolders,
  doors,
  mayImport,
  testsMayImport,
  withoutNode,
} from "./rules.ts";

/** A place where a package reaches for what it may not have. */
export type Violation = { file: string; line: number; message: string };

type Package = { name: string; folder: string; declared: Set<string>; exports: string[] };
type Place = { root: string; file: string; owner: Package; isTest: boolean };

const ours = "@callbook/";
/** Development tools that the root gives to every package's tests. */
const testTools = /^(vitest|fast-check|@playwright\/test)(\/|$)/;

/**
 * Checks every import of every package below `root` (or of `files` only, as paths
 * from the root) against the table of packages. Empty when all is well.
 */
export function findViolations(root: string, files?: string[]): Violation[] {
  const packages = readPackages(root);
  const violations: Violation[] = [];
  for (const owner of packages.values()) {
    if (mayImport[owner.name] === undefined) {
      violations.push({
        file: owner.folder,
        line: 1,
        message: `${owner.name} has no row in the table`,
      });
    }
  }
  for (const file of files ?? listSources(root)) {
    const owner = [...packages.values()].find((one) => file.startsWith(`${one.folder}/`));
    if (owner === undefined) continue;
    const isTest = /\.(test|story)\.tsx?$|\/(testing|fixtures|test-support)\//.test(file);
    const place = { root, file, owner, isTest };
    for (const wanted of readImports(file, readFileSync(join(root, file), "utf8"))) {
      for (const message of judge(place, wanted, packages)) {
        violations.push({ file, line: wanted.line, message });
      }
    }
  }
  return violations;
}

function listSources(root: string): string[] {
  const skipped = new Set(["node_modules", "generated", ".types", "dist"]);
  return globSync(["apps/*/**/*.{ts,tsx}", "packages/*/**/*.{ts,tsx}", "{e2e,bench}/**/*.ts"], {
    cwd: root,
    exclude: (path) => skipped.has(path.split(sep).at(-1) ?? ""),
  })
    .map((path) => path.split(sep).join("/"))
    .sort();
}

function readPackages(root: string): Map<string, Package> {
  const manifests = globSync(
    ["apps/*/package.json", "packages/*/package.json", "{e2e,bench}/package.json"],
    {
      cwd: root,
    },
  );
  return new Map(
    manifests.map((path) => {
      const manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
      const groups = [
        "dependencies",
        "devDependencies",
        "optionalDependencies",
        "peerDependencies",
      ];
      const declared = new Set(groups.flatMap((group) => Object.keys(manifest[group] ?? {})));
      const name = String(manifest.name).replace(ours, "");
      const entry = {
        name,
        folder: dirname(path),
        declared,
        exports: Object.keys(manifest.exports ?? {}),
      };
      return [name, entry];
    }),
  );
}

function judge(place: Place, wanted: Import, packages: Map<string, Package>): string[] {
  const from = wanted.from.replace(/\?.*$/, "");
  if (from.startsWith(".")) {
    const target = relative(place.root, resolve(place.root, dirname(place.file), from));
    const rooms = roomProblems(place.file, target.split(sep).join("/"));
    return [...rooms, ...judgeRelative(place, from)];
  }
  if (from.startsWith(ours)) return judgeOurs(place, { ...wanted, from }, packages);
  return [...judgeDoors(place, wanted, from), ...judgeLibrary(place, wanted, from)];
}

function judgeRelative({ root, file, owner, isTest }: Place, from: string): string[] {
  const target = relative(join(root, owner.folder), resolve(root, dirname(file), from));
  if (target.startsWith(".."))
    return [`"${from}" leaves the package; another package is entered by its exports only`];
  return owner.name === "core" ? judgeCore(relative(owner.folder, file), target, isTest) : [];
}

/** Folders of core lie above each other. Both paths are from the package: "src/run/call.ts". */
function judgeCore(file: string, target: string, isTest: boolean): string[] {
  const [from = "", to = ""] = [file, target].map((path) => path.split(sep)[1]);
  if (from === to) return [];
  const problems = [from, to]
    .filter((folder) => !coreFolders.includes(folder))
    .map((folder) => `core's folder ${folder} has no place in the order of core's folders`);
  if (coreFolders.indexOf(to) > coreFolders.indexOf(from))
    problems.push(`core's ${from} may not import ${to}, which stands above it`);
  const isDoor = target === join("src", to, "index.ts");
  if (!isDoor && !(isTest && target.startsWith(join("src", to, "testing"))))
    problems.push(`core's folder ${to} is entered by its index.ts only`);
  return problems;
}

function judgeOurs(place: Place, wanted: Import, packages: Map<string, Package>): string[] {
  const { owner, isTest } = place;
  const [name = "", ...rest] = wanted.from.slice(ours.length).split("/");
  const target = packages.get(name);
  if (target === undefined) return [`there is no package "${ours}${name}"`];
  const allowed = [
    ...(mayImport[owner.name] ?? []),
    ...(isTest ? (testsMayImport[owner.name] ?? []) : []),
  ];
  if (!allowed.includes(name)) return [`${owner.name} may not import ${name}`];
  const problems: string[] = [];
  if (!owner.declared.has(ours + name))
    problems.push(`${owner.folder}/package.json does not list ${ours}${name}`);
  if (!hasEntry(target, rest.join("/")))
    problems.push(`${wanted.from} is no entry of ${name} (its "exports")`);
  if (owner.name === "web") problems.push(...judgeBrowser(name, wanted, isTest));
  return problems;
}

function judgeBrowser(name: string, wanted: Import, isTest: boolean): string[] {
  // A browser never loads what its tests know beside.
  if (isTest && testsMayImport["web"]?.includes(name) === true) return [];
  const entry = browserEntries[name];
  if (entry === undefined || (!entry.test(wanted.from) && !isTest)) {
    return [`web may not load ${wanted.from}: not an entry for the browser`];
  }
  if (name !== "server" || wanted.typeOnly) return [];
  return ["web may import the server's router as a type only (import type)"];
}

function hasEntry(target: Package, path: string): boolean {
  const asked = path === "" ? "." : `./${path}`;
  return target.exports.some((entry) => {
    if (!entry.includes("*")) return entry === asked;
    const [before = "", after = ""] = entry.split("*");
    return asked.startsWith(before) && asked.endsWith(after) && asked.length > before.length;
  });
}

function judgeDoors({ file, isTest }: Place, wanted: Import, from: string): string[] {
  // Tests talk to real local servers and databases of their own.
  if (isTest) return [];
  return doors
    .filter((door) => door.library.test(from) && !door.files.test(file))
    .filter((door) => !(wanted.typeOnly && door.typesPass === true))
    .map((door) => `"${from}": ${door.why}`);
}

function judgeLibrary(
  { root, owner, file, isTest }: Place,
  wanted: Import,
  from: string,
): string[] {
  if (isBuiltin(from)) {
    const mayHaveNode =
      !withoutNode.has(owner.name) || isTest || !file.startsWith(`${owner.folder}/src/`);
    if (mayHaveNode || (owner.name === "blocks" && /\/runners?\b|perform\.ts$/.test(file)))
      return [];
    return [`${owner.name} also runs in the browser: no "${from}"`];
  }
  const name = from.startsWith("@") ? from.split("/").slice(0, 2).join("/") : from.split("/")[0];
  if (name === undefined || owner.declared.has(name)) {
    const pure = owner.name !== "core" || name === "zod" || isTest;
    return pure ? [] : [`core may import zod only, not "${from}"`];
  }
  if (isTest && testTools.test(from)) return [];
  if (wanted.typeOnly && owner.declared.has(`@types/${name}`)) return [];
  if (existsSync(join(root, owner.folder, "node_modules", name)) && name.startsWith("@types/"))
    return [];
  return [`${owner.folder}/package.json does not list "${name}"`];
}
