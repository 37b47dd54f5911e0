import { blocksByType } from "@callbook/blocks/specs";
import { specOf } from "@callbook/core/block";
import { newBlock, newDocument } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
import { describe, expect, it } from "vitest";
import { type CatalogueView, pageCatalogue, problemsOfPage } from "./page-catalogue.ts";
import { catalogueView } from "./testing/catalogue.ts";

/** The server as it is when it lists this type in another version; null: not at all. */
function serverWith(type: string, version: number | null): CatalogueView {
  const others = catalogueView.blocks.filter((block) => block.type !== type);
  return {
    ...catalogueView,
    blocks: version === null ? others : [...others, { type, version }],
  };
}

const types = (view: CatalogueView) => [...pageCatalogue(view).blocks.keys()];
const debug = newBlock({
  id: "b_say",
  type: "debug",
  version: 1,
  name: "say",
  config: {
    message: "hello",
    level: "info",
  },
});

describe("a page of the server's own version", () => {
  it("offers every block that it has, and reads the integrations that the server tells", () => {
    const catalogue = pageCatalogue(catalogueView);
    expect([...catalogue.blocks.keys()]).toEqual([...blocksByType.keys()]);
    expect(catalogue.integrations).toBe(catalogueView.integrations);
    expect(catalogue.unknownHere.size).toBe(0);
  });
});

describe("a page of another version than the server's", () => {
  it.each([
    ["does not accept", null],
    ["has in a later version", 2],
    ["has in an earlier version", 0],
  ])(
    "does not offer a block that the server %s, and shows those that are there as they are",
    (_, version) => {
      const view = serverWith("debug", version);
      expect(types(view)).toEqual(types(catalogueView).filter((type) => type !== "debug"));
      expect(specOf(debug, pageCatalogue(view))).toBeNull();
    },
  );

  it("says of a block that the server alone knows that the page is to be loaded again", () => {
    const catalogue = pageCatalogue(serverWith("loop", 1));
    expect([...catalogue.unknownHere]).toEqual(["loop"]);
    const loop = newBlock({ id: "b_loop", type: "loop", version: 1, name: "loop_1", config: {} });
    const odd = newBlock({ id: "b_odd", type: "teleport", version: 1, name: "odd", config: {} });
    const document = newDocument({ name: "P", blocks: [loop, odd] });
    const problems = problemsOfPage(validate(document, catalogue), document, catalogue);
    const about = (id: string) =>
      problems.filter(({ blockId, code }) => blockId === id && code === "BLOCK_TYPE_UNKNOWN");
    expect(about("b_loop").map(({ message }) => message)).toEqual([
      'This page does not know block type "loop" as the server does. Load it again.',
    ]);
    expect(about("b_odd").map(({ message }) => message)).toEqual([
      expect.stringContaining("is not known here"),
    ]);
  });
});

describe("a run whose revision was published with another version of the catalogue", () => {
  it("is shown with the integrations of then, and the blocks that the server has now", () => {
    const [first] = catalogueView.integrations;
    const then: CatalogueView = {
      id: 7,
      blocks: [{ type: "start", version: 1 }],
      integrations: first === undefined ? [] : [{ ...first, name: "As it was" }],
    };
    const catalogue = pageCatalogue(catalogueView, then);
    expect(catalogue.id).toBe(7);
    expect(catalogue.integrations.map(({ name }) => name)).toEqual(["As it was"]);
    expect([...catalogue.blocks.keys()]).toEqual([...blocksByType.keys()]);
  });
});
