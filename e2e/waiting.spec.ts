import { apiOf, numberOf } from "./fixtures/api.ts";
import { expect, owner, signIn, ownTest as test, watchConsole } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook } from "./pages/editor.ts";

test("A1 A2 A3: A run waits for its callback while the server is killed and started again, and the analyst reads the answer", async ({
  browser,
  startOwn,
  thirdParty,
}) => {
  test.setTimeout(120_000);
  const server = await startOwn({ owner, sample: false });
  thirdParty.answer(() => ({ status: 202, body: { accepted: true } }));
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const faults = watchConsole(page);
  await signIn(page, server.url, owner);
  const api = apiOf(page.request, server.url);
  const sites = await api.query("sites.list");
  const site = Array.isArray(sites) ? String(sites[0]?.name) : "";
  const connectionId = await makeConnection(api, {
    name: "sandbox",
    site,
    url: `${thirdParty.url}/detonate`,
    address: thirdParty.address,
  });
  const document = oneRequest("Detonate", connectionId, {
    Method: "POST",
    Body: '{"notify": "{{callback.url}}"}',
    Async: "callback",
  });
  const id = await makePlaybook(api, "Detonate", site, document);
  const editor = editorOf(page);

  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Waiting/);
  expect(thirdParty.requests).toHaveLength(1);
  const asked: { notify: string } = JSON.parse(thirdParty.requests[0]?.body ?? "{}");
  expect(asked.notify).toContain(`${server.url}/api/callbacks/`);
  const token = asked.notify.split("/").at(-1) ?? "";

  await server.kill();
  await expect(page.getByText(/[Oo]ffline|connection|cannot be reached/).first()).toBeVisible();
  await server.start();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Waiting/);

  const answered = await fetch(asked.notify, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ v: 1, verdict: "malicious" }),
  });
  expect(answered.status).toBe(202);
  expect(await answered.json()).toEqual({ status: "accepted" });
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  await expect(editor.block("end_1")).toHaveAccessibleName(/Succeeded/);
  await expect(await editor.tab("Raw")).toContainText('"v"');

  const again = await fetch(asked.notify, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(again.status).toBe(409);
  expect(thirdParty.requests, "the request was sent once, in spite of the kill").toHaveLength(1);

  const runs = await api.query("runs.list", { limit: 10 });
  const rows: unknown =
    typeof runs === "object" && runs !== null && "rows" in runs ? runs.rows : [];
  const run = await api.query("runs.get", {
    id: numberOf(Array.isArray(rows) ? rows[0] : null, "id"),
  });
  expect(run).toMatchObject({ state: "succeeded", outputs: { v: [1] } });
  expect(JSON.stringify(run)).not.toContain(token);
  expect(server.output()).not.toContain(token);
  // While the server was away the browser itself reported each failed request.
  expect(faults.filter((fault) => !/net::ERR_|Failed to load resource/.test(fault))).toEqual([]);
  await context.close();
});
