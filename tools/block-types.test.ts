import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { blockFolders, findNamings } from "./block-types/find.ts";
import { mentionsIn } from "./block-types/mentions.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** They import every block, and name none. */
const LISTS = ["packages/blocks/src/runners.ts", "packages/blocks/src/specs.ts"];
/** A playbook is data, and names the blocks that it is made of. */
const DATA = ["apps/server/src/sample/playbook.ts"];
/** What still knows a block by its name. Whoever mends one takes it out; none may be added. */
const LEFT: readonly string[] = ["packages/core/src/document/names.ts"];
const ALLOWED = [...LISTS, ...DATA, ...LEFT];

describe("a new block is one folder", () => {
  const namings = findNamings(root);

  it("no file outside of it names its type but the two lists, and playbooks that are data", () => {
    const others = namings.filter(({ file }) => !ALLOWED.includes(file));
    expect(others.map(({ file, named }) => `${file} names ${named.join(", ")}`)).toEqual([]);
  });

  it("what is allowed to name one still does", () => {
    const files = namings.map(({ file }) => file);
    expect(ALLOWED.filter((file) => !files.includes(file))).toEqual([]);
  });

  it("the lists import blocks and do nothing else with their names", () => {
    const lists = namings.filter(({ file }) => LISTS.includes(file));
    expect(lists.flatMap(({ named }) => named).filter((one) => !one.includes("import"))).toEqual(
      [],
    );
  });

  it("each type is declared by one folder", () => {
    const types = [...blockFolders(root).values()];
    expect(types).toContain("action");
    expect(new Set(types).size).toBe(types.length);
  });
});

describe("the type of a block is named", () => {
  const named = (source: string) =>
    mentionsIn("x.tsx", source, new Set(["filter", "end"])).map(({ type }) => type);

  const table = [
    ["compared with a type", `if (block.type === "filter") f();`],
    ["compared from the other side", `f("filter" !== type);`],
    ["compared by the name of its key", `f(block["type"] == "filter");`],
    ["compared as one may be missing", `f(block?.type === ("filter" as const));`],
    ["in a switch", `switch (block.type) { case "filter": f(); }`],
    ["given to a new block", "const made = { type: `filter`, name: `x` };"],
    ["as one of two", `const made = { type: yes ? "filter" : other };`],
    ["as a default", `const f = ({ type = "filter" }) => type;`],
    ["as a constant", `const START_TYPE = "filter";`],
    ["in a list of types", `const joinTypes = ["x", "filter"] as const;`],
    ["in a set of types", `const FLOW_TYPES = new Set(["filter"]);`],
    ["as a key by type", `const iconByType = { filter: 1 };`],
    ["in a list that is searched", `f(["filter"].includes(block.type));`],
    ["in a set that is asked", `f(new Set(["filter"]).has(type));`],
    ["in a type", `type BlockType = "filter" | "x";`],
    ["in the type of a field", `interface X { readonly type: "filter"; }`],
    ["in the type of an argument", `function f(type: "filter") {}`],
    ["asked of the catalogue", `f(catalogue.blocks.get("filter"));`],
    ["asked of a function", `f(specOf("filter"));`],
    ["drawn", `f(<Card blockType="filter" />);`],
  ] as const;
  it.each(table)("%s: %s", (_, source) => {
    expect(named(source)).toEqual(["filter"]);
  });

  const other = [
    ["a stream that ends", `request.on("end", f);`],
    ["a method of lists", `blocks.filter(({ kind }) => kind === "end");`],
    ["what a kind is called", `const spec = { kind: "end", key: "filter" };`],
    ["where a menu opens", `f(<Menu align="end" />);`],
    ["a longer text", `const type = "the filter";`],
    ["a field of HTML", `f(<input type="filter" />);`],
    ["a condition that holds one", `f(type === (kind === "end"));`],
  ] as const;
  it.each(other)("not by %s: %s", (_, source) => {
    expect(named(source)).toEqual([]);
  });
});
