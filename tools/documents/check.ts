import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { anchorsOf, type Reference, readReferences } from "./references.ts";

/** A document that cites what is not there. */
export type DeadReference = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

const SKIPPED = new Set(["node_modules", ".types", ".cache", ".data", ".git", "dist", "generated"]);
/** What pnpm itself, or a program of the root, answers to. */
const PROGRAMS = new Set(["exec", "install", "vitest"]);

interface Repository {
  readonly root: string;
  /** Every file and folder, with a slash before it, so that an end of it is found at a segment. */
  readonly places: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** Scripts by package name; of the root under "". */
  readonly scripts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Checks every Markdown file below `root`. Empty when nothing that they cite is missing. */
export function findDeadReferences(root: string): DeadReference[] {
  const repository = read(root);
  const documents = repository.places.filter((place) => place.endsWith(".md"));
  return documents.flatMap((place) => {
    const file = place.slice(1);
    const text = readFileSync(join(root, file), "utf8");
    return readReferences(text, repository.folders).flatMap((reference) => {
      const message = judge(repository, file, reference);
      return message === null ? [] : [{ file, line: reference.line, message }];
    });
  });
}

function read(root: string): Repository {
  const exclude = (path: string): boolean => SKIPPED.has(path.split(sep).at(-1) ?? "");
  const places = globSync(["**", "*/.*", ".*", ".*/**"], { cwd: root, exclude })
    .map((path) => `/${path.split(sep).join("/")}`)
    .filter((path) => path !== "/" && path !== "/.")
    .sort();
  const manifests = places.filter((place) => place.endsWith("/package.json"));
  const scripts = manifests.map((place): [string, Set<string>] => {
    const manifest = JSON.parse(readFileSync(join(root, place), "utf8"));
    const name = place === "/package.json" ? "" : String(manifest.name);
    return [name, new Set(Object.keys(manifest.scripts ?? {}))];
  });
  const folders = places
    .map((place) => place.split("/"))
    .filter((segments) => segments.length > 2)
    .map(([, first = ""]) => first);
  return { root, places, folders: new Set(folders), scripts: new Map(scripts) };
}

/** What is wrong with a reference; null: nothing. */
function judge(repository: Repository, file: string, reference: Reference): string | null {
  switch (reference.kind) {
    case "link":
      return judgeLink(repository, file, reference.target);
    case "path":
      return isThere(repository, file, reference.path) ? null : `there is no ${reference.path}`;
    case "command":
      return judgeCommand(repository, reference.words);
  }
}

function judgeLink({ root }: Repository, file: string, target: string): string | null {
  const [path = "", anchor] = target.split("#");
  const place = path === "" ? file : posix.join(posix.dirname(file), path);
  if (!existsSync(join(root, place))) return `the link ${target} leads nowhere`;
  if (anchor === undefined) return null;
  const anchors = place.endsWith(".md") ? anchorsOf(readFileSync(join(root, place), "utf8")) : null;
  return anchors?.has(anchor) === true ? null : `the link ${target} names no heading`;
}

/** As written from the root or the document's folder, else as the end of any path: "performer/driver.ts". */
function isThere({ root, places }: Repository, file: string, path: string): boolean {
  const plain = path.replace(/\/$/, "");
  if (/[<*]/.test(plain)) {
    const pattern = plain.replace(/[.]/g, "\\$&").replace(/<[^>]*>|\*+/g, "[^/]+");
    const ends = new RegExp(`/${pattern}$`);
    return places.some((place) => ends.test(place));
  }
  if (existsSync(join(root, plain)) || existsSync(join(root, dirname(file), plain))) return true;
  return places.some((place) => place.endsWith(`/${plain}`));
}

function judgeCommand({ scripts }: Repository, words: readonly string[]): string | null {
  const filtered = words[0] === "--filter";
  const owner = filtered ? (words[1] ?? "") : "";
  const name = (filtered ? words[2] : words.find((word) => !word.startsWith("-"))) ?? "";
  const known = scripts.get(owner);
  if (known === undefined) return `there is no package ${owner}`;
  if (["", "..."].includes(name) || known.has(name) || (!filtered && PROGRAMS.has(name)))
    return null;
  return `there is no script "${name}"${owner === "" ? "" : ` in ${owner}`}`;
}
