/** Which of our packages a package may import; the table of ARCHITECTURE.md. */
export const mayImport: Record<string, readonly string[]> = {
  core: [],
  blocks: ["core"],
  integrations: ["core"],
  outbound: ["core"],
  db: [],
  engine: ["core", "db"],
  services: ["core", "engine", "outbound", "db"],
  server: ["core", "blocks", "integrations", "outbound", "engine", "services", "db", "sample"],
  sample: [],
  web: ["core", "blocks", "server"],
  e2e: [],
  bench: ["core", "blocks", "db"],
};

/** Folders of core from the bottom up: a folder imports those before it only, not even a type of another. */
export const coreFolders: readonly string[] = [
  "text",
  "json",
  "failure",
  "document",
  "log",
  "integration",
  "results",
  "datapath",
  "template",
  "condition",
  "value",
  "input",
  "parameters",
  "connection",
  "request",
  "block",
  "catalogue",
  "validate",
  "run",
  "operation",
];

/** Tests may in addition start what they test against a real database or a real request. */
export const testsMayImport: Record<string, readonly string[]> = {
  blocks: ["outbound"],
  integrations: ["outbound", "sample"],
  services: ["blocks", "integrations"],
  engine: ["blocks"],
  web: ["integrations"],
};

/** The only entries of a package that the browser may load. */
export const browserEntries: Record<string, RegExp> = {
  core: /^@callbook\/core\//,
  blocks: /^@callbook\/blocks\/specs$/,
  server: /^@callbook\/server\/router$/,
};

/** Packages whose code also runs in a browser: nothing of Node. */
export const withoutNode = new Set(["core", "blocks", "web"]);

/** Libraries that stay behind one door of ours. `files` is matched on the path in the repository. */
export const doors: readonly {
  library: RegExp;
  files: RegExp;
  why: string;
  /** A pool is handed through by those who may not query it. */
  typesPass?: true;
}[] = [
  {
    library: /^undici(\/|$)/,
    files: /^(packages\/outbound|bench)\//,
    why: "requests to other systems leave by packages/outbound only",
  },
  {
    library: /^(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises)$/,
    files: /^(packages\/(outbound|db)|apps\/(server|sample)|e2e|bench)\//,
    why: "sockets are opened by packages/outbound only",
  },
  {
    library: /^@dbos-inc\//,
    files: /^packages\/engine\/src\/shell\//,
    why: "the durable engine stays behind the shell of packages/engine",
  },
  {
    library: /^(pg|@prisma\/.*)$/,
    files: /^(packages\/(db|engine)|bench)\//,
    why: "the database is reached by packages/db; engine alone writes SQL",
    typesPass: true,
  },
  {
    library: /^(better-auth)(\/|$)/,
    files: /^packages\/services\//,
    why: "sessions stay behind packages/services",
  },
  {
    library: /^@xyflow\//,
    files: /^apps\/web\/src\/canvas\//,
    why: "the drawing library stays behind the canvas",
  },
];
