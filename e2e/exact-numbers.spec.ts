import { randomUUID } from "node:crypto";
import { expect, expectAccessible, sites, test } from "./fixtures/test.ts";
import { oneRequest } from "./pages/documents.ts";
import { editorOf, makeConnection, makePlaybook } from "./pages/editor.ts";

const site = sites.north;
const fresh = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;
const ID = "7615917337495251231";

test("An analyst reads every digit of an id, as the number that it is, and it is sent so", async ({
  page,
  api,
  thirdParty,
}) => {
  thirdParty.answer(() => ({ status: 200, text: `{"v":${ID},"ratio":0.1234567890123456789}` }));
  const connectionId = await makeConnection(api, {
    name: fresh("ids"),
    site,
    url: thirdParty.url,
    address: thirdParty.address,
  });
  const parameters = { Method: "POST", Body: `{"alert": ${ID}}` };
  const id = await makePlaybook(
    api,
    fresh("Ids"),
    site,
    oneRequest("Ids", connectionId, parameters),
  );
  const editor = editorOf(page);
  await page.goto(`/playbooks/${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(editor.block("send_request_1")).toHaveAccessibleName(/Succeeded/);
  expect(thirdParty.requests.map(({ body }) => body)).toEqual([`{"alert":${ID}}`]);

  const results = await editor.tab("Results");
  await results.getByRole("button", { name: /^send_request_1/ }).click();
  await results.getByRole("button", { name: /connector\.restapi_url/ }).click();
  const data = results.getByRole("region", { name: "data" });
  await expect(data).toContainText(`"v": ${ID}`);
  await expect(data).toContainText('"ratio": 0.1234567890123456789');
  await expectAccessible(page);
  const raw = await editor.tab("Raw");
  await expect(raw.getByRole("region", { name: "body" })).toContainText(`"v": ${ID}`);

  await page.goto("/runs");
  await page.getByRole("table").getByRole("link", { name: /^\d+$/ }).first().click();
  await expect(page.getByRole("region", { name: "This run" })).toContainText(ID);
});
