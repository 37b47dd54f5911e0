import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findDeadReferences } from "./documents/check.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "callbook-documents-"));
  write("package.json", '{"name":"callbook","scripts":{"start":"x"}}');
  write("bench/package.json", '{"name":"@callbook/bench","scripts":{"bench":"x"}}');
  write("packages/engine/src/performer/driver.ts", "");
  write("packages/engine/node_modules/gone/index.ts", "");
  write("docs/guide/runs.md", "# Runs\n## Waiting for a callback\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function dead(text: string): string[] {
  write("docs/page.md", text);
  return findDeadReferences(root).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

const fine = [
  "`packages/engine/src/performer/driver.ts`, `performer/driver.ts` and `driver.ts`",
  "`packages/<name>/src/*/driver.ts` and `packages/engine/`",
  "[runs](guide/runs.md#waiting-for-a-callback), [here](#a-heading), [there](https://example.net/x.md)\n# A heading",
  "```sh\nnpx pnpm@12 start   # and pnpm --filter @callbook/bench bench\n```",
  "`application/json`, `/api/callbacks/:id/:token`, `a:action_result.data.*.score`, `npx pnpm@12 ...`",
];

it.each(fine)("a document may cite what is there: %s", (text) => {
  expect(dead(text)).toEqual([]);
});

const broken: readonly (readonly [text: string, message: string])[] = [
  [
    "`packages/engine/src/performer/drivers.ts`",
    "1 there is no packages/engine/src/performer/drivers.ts",
  ],
  ["one\n\n```\nwork   gone/driver.ts   does it\n```", "4 there is no gone/driver.ts"],
  ["`packages/engine/src/gone`", "1 there is no packages/engine/src/gone"],
  ["`packages/<name>/lib/*.ts`", "1 there is no packages/<name>/lib/*.ts"],
  ["`gone/index.ts`", "1 there is no gone/index.ts"],
  ["[x](guide/gone.md)", "1 the link guide/gone.md leads nowhere"],
  ["![x](screenshots/gone.png)", "1 the link screenshots/gone.png leads nowhere"],
  ["[x](guide/runs.md#gone)", "1 the link guide/runs.md#gone names no heading"],
  ["run `npx pnpm@12 begin`", '1 there is no script "begin"'],
  ["`pnpm --filter @callbook/bench start`", '1 there is no script "start" in @callbook/bench'],
  ["`pnpm --filter @callbook/gone bench`", "1 there is no package @callbook/gone"],
];

it.each(broken)("a document may not cite what is not there: %s", (text, message) => {
  expect(dead(text)).toEqual([`docs/page.md:${message}`]);
});

it("the documents of this repository cite nothing that is not there", () => {
  expect(findDeadReferences(fileURLToPath(new URL("..", import.meta.url)))).toEqual([]);
});
