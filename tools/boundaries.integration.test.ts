import { spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findViolations } from "./boundaries/check.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "callbook-boundaries-"));
  const kept = globSync(
    [
      "{apps,packages}/*/package.json",
      "{e2e,bench}/package.json",
      ".oxlintrc.json",
      "biome.json",
      "tsconfig.base.json",
      "packages/*/tsconfig.json",
    ],
    { cwd: root },
  );
  for (const file of kept) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function plant(file: string, source: string): void {
  mkdirSync(join(copy, dirname(file)), { recursive: true });
  writeFileSync(join(copy, file), `${source}\nexport {};\n`);
}

function check(file: string, source: string): string[] {
  plant(file, source);
  try {
    return findViolations(copy, [file]).map((violation) => violation.message);
  } finally {
    rmSync(join(copy, file));
  }
}

/** One bad import per rule: where, what, and what the check says. */
const bad: [rule: string, file: string, source: string, says: RegExp][] = [
  [
    "core has no package of ours",
    "packages/core/src/run/bad.ts",
    'import "@callbook/db";',
    /core may not import db/,
  ],
  [
    "core has zod only",
    "packages/core/src/run/bad.ts",
    'import "superjson";',
    /package.json does not list "superjson"/,
  ],
  [
    "core has nothing of Node",
    "packages/core/src/run/bad.ts",
    'import "node:fs";',
    /also runs in the browser/,
  ],
  [
    "core has nothing of Node, not even a type",
    "packages/core/src/run/bad.ts",
    'let a: import("node:fs").Stats;',
    /also runs in the browser/,
  ],
  [
    "core's folders look down only",
    "packages/core/src/log/bad.ts",
    'import { nextSteps } from "../run/index.ts";',
    /core's log may not import run, which stands above it/,
  ],
  [
    "core's folders look down only, also for a type",
    "packages/core/src/block/bad.ts",
    'import type { Graph } from "../validate/index.ts";',
    /core's block may not import validate/,
  ],
  [
    "core's folders look down only, also in tests",
    "packages/core/src/json/bad.test.ts",
    'import { emptyRunState } from "../log/index.ts";',
    /core's json may not import log/,
  ],
  [
    "core's folders are entered by their doors",
    "packages/core/src/run/bad.ts",
    'import { readInput } from "../parameters/plan-input.ts";',
    /core's folder parameters is entered by its index.ts only/,
  ],
  [
    "a folder of core has its place",
    "packages/core/src/helpers/bad.ts",
    'import { member } from "../json/index.ts";',
    /core's folder helpers has no place/,
  ],
  [
    "blocks have core only",
    "packages/blocks/src/bad.ts",
    'import "@callbook/engine";',
    /blocks may not import engine/,
  ],
  [
    "blocks send nothing by themselves",
    "packages/blocks/src/bad.ts",
    'import "@callbook/outbound";',
    /blocks may not import outbound/,
  ],
  [
    "integrations have core only",
    "packages/integrations/src/bad.ts",
    'import "@callbook/services/run";',
    /integrations may not import services/,
  ],
  [
    "integrations open no socket",
    "packages/integrations/src/bad.ts",
    'import "node:https";',
    /packages\/outbound only/,
  ],
  [
    "integrations do not get undici",
    "packages/integrations/src/bad.ts",
    'import "undici";',
    /packages\/outbound only/,
  ],
  [
    "outbound has core only",
    "packages/outbound/src/bad.ts",
    'import "@callbook/db";',
    /outbound may not import db/,
  ],
  [
    "db has nothing of ours",
    "packages/db/src/bad.ts",
    'import "@callbook/core/json";',
    /db may not import core/,
  ],
  [
    "db does not know the durable engine",
    "packages/db/src/bad.ts",
    'import "@dbos-inc/dbos-sdk";',
    /behind the shell/,
  ],
  [
    "engine does not know services",
    "packages/engine/src/bad.ts",
    'import "@callbook/services/run";',
    /engine may not import services/,
  ],
  [
    "engine does not know blocks",
    "packages/engine/src/bad.ts",
    'import "@callbook/blocks/runners";',
    /engine may not import blocks/,
  ],
  [
    "one folder imports the durable engine",
    "packages/engine/src/journal/bad.ts",
    'import "@dbos-inc/dbos-sdk";',
    /behind the shell/,
  ],
  [
    "services do not know blocks",
    "packages/services/src/bad.ts",
    'import "@callbook/blocks/specs";',
    /services may not import blocks/,
  ],
  [
    "services write no SQL",
    "packages/services/src/bad.ts",
    'import "pg";',
    /engine alone writes SQL/,
  ],
  [
    "the browser does not load services",
    "apps/web/src/bad.ts",
    'import "@callbook/services/run";',
    /web may not import services/,
  ],
  [
    "the browser loads no runners",
    "apps/web/src/bad.ts",
    'import "@callbook/blocks/runners";',
    /not an entry for the browser/,
  ],
  [
    "the browser has no integrations but those that the server tells",
    "apps/web/src/bad.ts",
    'import "@callbook/integrations/manifests";',
    /web may not import integrations/,
  ],
  [
    "the router is a type",
    "apps/web/src/bad.ts",
    'import { router } from "@callbook/server/router";',
    /as a type only/,
  ],
  [
    "an inline type still loads the router",
    "apps/web/src/bad.ts",
    'import { type Router } from "@callbook/server/router";',
    /as a type only/,
  ],
  [
    "the drawing library stays in the canvas",
    "apps/web/src/runs/bad.ts",
    'import "@xyflow/react";',
    /behind the canvas/,
  ],
  [
    "the browser has nothing of Node",
    "apps/web/src/bad.ts",
    'import "node:path";',
    /also runs in the browser/,
  ],
  [
    "a room of the editor is entered by its door",
    "apps/web/src/inspector/bad.ts",
    'import "../editor/document/outbox.ts";',
    /document is entered by its index.ts only/,
  ],
  [
    "a room of the editor opens on those that it names",
    "apps/web/src/editor/document/bad.ts",
    'import "../gestures/index.ts";',
    /document may not import its gestures/,
  ],
  [
    "a room of the editor has its row",
    "apps/web/src/editor/bad.ts",
    'import "./anywhere/index.ts";',
    /has no row in the table/,
  ],
  [
    "the sample stands alone",
    "apps/sample/src/bad.ts",
    'import "@callbook/core/json";',
    /sample may not import core/,
  ],
  [
    "tests in the browser drive the product from outside",
    "e2e/bad.ts",
    'import "@callbook/services/run";',
    /e2e may not import services/,
  ],
  [
    "a package is entered by its exports",
    "packages/engine/src/bad.ts",
    'import "@callbook/db/src/pool.ts";',
    /is no entry of db/,
  ],
  [
    "services are entered by the door of a subject",
    "apps/server/src/bad.ts",
    'import "@callbook/services";',
    /is no entry of services/,
  ],
  [
    "no way round the exports",
    "packages/engine/src/bad.ts",
    'import "../../db/src/pool.ts";',
    /leaves the package/,
  ],
  [
    "re-exports count",
    "packages/db/src/bad.ts",
    'export * from "@callbook/core/json";',
    /db may not import core/,
  ],
  [
    "dynamic imports count",
    "packages/db/src/bad.ts",
    'await import("@callbook/core/json");',
    /db may not import core/,
  ],
  [
    "a library is declared by who uses it",
    "apps/server/src/bad.ts",
    'import "react";',
    /package.json does not list "react"/,
  ],
  [
    "tests stay out of the product",
    "apps/server/src/bad.ts",
    'import "vitest";',
    /package.json does not list "vitest"/,
  ],
];

it.each(bad)("the check refuses a bad import: %s", (_rule, file, source, says) => {
  expect(check(file, source).join("\n")).toMatch(says);
});

const good: [file: string, source: string][] = [
  ["packages/core/src/run/good.ts", 'import { z } from "zod"; import "../log/index.ts";'],
  ["packages/core/src/value/good.test.ts", 'import "../datapath/testing/scope.ts";'],
  ["packages/core/src/run/good.test.ts", 'import "node:fs"; import "vitest"; import "fast-check";'],
  [
    "packages/outbound/src/good.ts",
    'import "undici"; import "node:tls"; import "@callbook/core/json";',
  ],
  ["apps/web/src/catalogue/testing/good.ts", 'import "@callbook/integrations/manifests";'],
  ["packages/services/src/good.ts", 'import "@callbook/core/json"; import "@callbook/engine";'],
  ["apps/web/src/editor/good.tsx", 'import "./document/index.ts"; import "./palette/index.ts";'],
  ["apps/web/src/editor/top-bar/good.ts", 'import "../document/index.ts"; import "./a.ts";'],
  [
    "apps/web/src/good.ts",
    'import type { Router } from "@callbook/server/router"; import "@callbook/blocks/specs";',
  ],
];

it.each(good)("the check lets a good import pass: %s", (file, source) => {
  expect(check(file, source)).toEqual([]);
});

it("a package without a row in the table is refused", () => {
  plant("packages/stranger/package.json", "");
  writeFileSync(join(copy, "packages/stranger/package.json"), '{"name":"@callbook/stranger"}');
  try {
    const messages = findViolations(copy, []).map((violation) => violation.message);
    expect(messages).toEqual(["stranger has no row in the table"]);
  } finally {
    rmSync(join(copy, "packages/stranger"), { recursive: true });
  }
});

const impure: [what: string, file: string, source: string, rule: RegExp][] = [
  [
    "the clock",
    "packages/core/src/run/bad.ts",
    "export const at = Date.now();",
    /no-restricted-globals/,
  ],
  [
    "the clock by construction",
    "packages/core/src/run/bad.ts",
    "export const at = new Date();",
    /no-restricted-globals/,
  ],
  [
    "chance",
    "packages/core/src/run/bad.ts",
    "export const n = Math.random();",
    /no-restricted-properties/,
  ],
  [
    "the console",
    "packages/core/src/run/bad.ts",
    'console.log("here");',
    /no-restricted-globals|no-console/,
  ],
  [
    "a request past the door",
    "packages/integrations/src/bad.ts",
    'export const a = () => fetch("http://x");',
    /no-restricted-globals/,
  ],
  [
    "a forgotten promise",
    "packages/engine/src/bad.ts",
    "async function f(): Promise<void> {}\nf();",
    /no-floating-promises/,
  ],
  [
    "a case that was left out",
    "packages/engine/src/bad.ts",
    'export function f(a: "x" | "y"): void {\n  switch (a) {\n    case "x":\n      return;\n  }\n}',
    /switch-exhaustiveness-check/,
  ],
];

function lint(...files: string[]) {
  return spawnSync(join(root, "node_modules/.bin/oxlint"), ["--type-aware", ...files], {
    cwd: copy,
    encoding: "utf8",
  });
}

it.each(impure)("the linter refuses %s", (_what, file, source, rule) => {
  plant(file, source);
  try {
    const done = lint(file);
    expect(done.stdout).toMatch(rule);
    expect(done.status).not.toBe(0);
  } finally {
    rmSync(join(copy, file));
  }
});

it("the linter refuses files that import each other, be it types only", () => {
  const files = ["packages/services/src/bad.ts", "packages/services/src/worse.ts"] as const;
  const [bad, worse] = files;
  plant(bad, 'import type { B } from "./worse.ts"; export type A = { b: B | null };');
  plant(worse, 'import type { A } from "./bad.ts"; export type B = { a: A | null };');
  try {
    const done = lint(...files);
    expect(done.stdout).toMatch(/no-cycle/);
    expect(done.status).not.toBe(0);
  } finally {
    for (const file of files) rmSync(join(copy, file));
  }
});

it("the linter refuses a door that does not name what it exports", () => {
  const file = "packages/core/src/run/bad.ts";
  plant(file, 'export * from "./step.ts";');
  try {
    const biome = join(root, "node_modules/.bin/biome");
    const done = spawnSync(biome, ["lint", "--vcs-enabled=false", file], {
      cwd: copy,
      encoding: "utf8",
    });
    expect(done.stderr + done.stdout).toMatch(/noReExportAll/);
    expect(done.status).not.toBe(0);
  } finally {
    rmSync(join(copy, file));
  }
});

it("the compiler refuses what only Node or only a browser has in core", () => {
  plant(
    "packages/core/src/run/bad.ts",
    "process.exit(1);\nwindow.close();\nsetTimeout(() => {}, 1);",
  );
  try {
    const done = spawnSync(
      join(root, "node_modules/.bin/tsc"),
      ["-p", "packages/core", "--noEmit", "--emitDeclarationOnly", "false", "--composite", "false"],
      { cwd: copy, encoding: "utf8" },
    );
    for (const name of ["process", "window", "setTimeout"]) {
      expect(done.stdout).toContain(`Cannot find name '${name}'`);
    }
  } finally {
    rmSync(join(copy, "packages/core/src/run/bad.ts"));
  }
});
