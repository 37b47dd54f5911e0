import { readFileSync } from "node:fs";
import { blocksByType } from "@callbook/blocks/specs";
import { parseDocument } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
import { manifests } from "@callbook/integrations/manifests";
import { expect, it } from "vitest";

it("The example beside the JSON Schema of documents can be run as it is", () => {
  const file = new URL(
    "../../../../packages/core/schema/playbook-document-2.example.json",
    import.meta.url,
  );
  const parsed = parseDocument(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const catalogue = { blocks: blocksByType, integrations: manifests };
  expect(validate(parsed.document, catalogue)).toEqual([]);
});
