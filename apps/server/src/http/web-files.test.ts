import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityHeaders } from "./security-headers.ts";
import { loadWebFiles } from "./web-files.ts";

let folder: string;
const inline = "document.documentElement.dataset.theme = 'dark'";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "callbook-web-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(
    join(folder, "index.html"),
    `<html><script>${inline}</script><script src="/assets/a.js"></script></html>`,
  );
  writeFileSync(join(folder, "assets/a.js"), "run()");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function serve(from = folder) {
  const web = loadWebFiles(from);
  const app = new Hono();
  app.use(securityHeaders({ https: false, inlineScripts: web.inlineScripts }));
  app.all("*", web.serve);
  return (path: string, init: RequestInit = {}) => app.request(path, init);
}

describe("the browser's files", () => {
  it("are the page for every address of the application", async () => {
    for (const path of ["/", "/playbooks/3", "/configuration/integrations?x=1"]) {
      const answer = await serve()(path);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("no-cache");
      expect(await answer.text()).toContain("/assets/a.js");
    }
  });

  it("are kept for ever when their name holds a hash, and asked for anew otherwise", async () => {
    const asset = await serve()("/assets/a.js");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const icon = await serve()("/icon.svg");
    const etag = icon.headers.get("etag") ?? "";
    const again = await serve()("/icon.svg", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it.each([
    "/assets/gone.js",
    "/missing.css",
    "/../package.json",
    "/%2e%2e/package.json",
    "/%zz.js",
  ])("do not turn %s into a page", async (path) => {
    const answer = await serve()(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("<html>");
  });

  it("68: may run the inline script of the page by its hash, and no other", async () => {
    const policy = (await serve()("/")).headers.get("content-security-policy") ?? "";
    const hash = createHash("sha256").update(inline).digest("base64");
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
  });

  it("are not there for writing", async () => {
    expect((await serve()("/", { method: "POST" })).status).toBe(404);
    expect(await (await serve()("/", { method: "HEAD" })).text()).toBe("");
  });

  it("that are not built are named, with how to build them", async () => {
    const answer = await serve(join(folder, "nothing"))("/");
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("not built");
  });
});
