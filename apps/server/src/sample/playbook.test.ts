import { blocksByType } from "@callbook/blocks/specs";
import { parseDocument } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
import { manifests } from "@callbook/integrations/manifests";
import { describe, expect, it } from "vitest";
import { samplePlaybook } from "./playbook.ts";

const document = samplePlaybook({ intel: 1, chat: 2 });

describe("the sample's playbook", () => {
  it("is a document without any problem, not even a warning", () => {
    const parsed = parseDocument(document);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    const catalogue = { blocks: blocksByType, integrations: manifests };
    expect(validate(document, catalogue)).toEqual([]);
  });

  it("has its blocks on the grid of 16 pixels, and none over another", () => {
    const places = document.blocks.map(({ position }) => position);
    expect(places.filter(({ x, y }) => x % 16 !== 0 || y % 16 !== 0)).toEqual([]);
    const over = places.flatMap((one, index) =>
      places
        .slice(index + 1)
        .filter(({ x, y }) => Math.abs(one.x - x) < 192 && Math.abs(one.y - y) < 64),
    );
    expect(over).toEqual([]);
  });
});
