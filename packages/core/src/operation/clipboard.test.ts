import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Block,
  idSource,
  newCallback,
  type PlaybookDocument,
  parseDocument,
} from "../document/index.ts";
import { applyOperation } from "./apply.ts";
import { copyBlocks, type Pasted, parseClipboard, pasteBlocks } from "./clipboard.ts";
import { sameDocument } from "./same-document.ts";
import { EMPTY, testBlock } from "./testing/random-edit.ts";

const specs = new Map([
  ["start", { atMost: 1 }],
  ["action", { atMost: null }],
]);

const document: PlaybookDocument = {
  ...EMPTY,
  blocks: [
    { ...testBlock("b_start", "start", { inputs: [{ id: "i_ip", name: "ip" }] }), type: "start" },
    testBlock("b_look", "lookup_1", { parameters: { URL: "/{{playbook_input:#i_ip}}" } }),
    testBlock("b_decide", "decide", {
      branches: [
        {
          id: "i_yes",
          name: "yes",
          left: "#b_look:action_result.data.*.score",
          comparisons: [{ id: "i_c1" }],
        },
      ],
      chosen: "i_yes",
      byBranch: { i_yes: "{{#b_look:status}} and {{#b_start:x}} \\{{#b_look:y}}" },
      behind: "filtered-data:#b_decide:#i_yes:#b_look:status",
    }),
  ],
  callbacks: [
    newCallback({ id: "c_1", source: "b_start", port: "out", target: "b_look" }),
    newCallback({ id: "c_2", source: "b_look", port: "out", target: "b_decide" }),
    newCallback({ id: "c_3", source: "b_decide", port: "i_yes", target: "b_look" }),
  ],
};

function counting(): (prefix: string) => string {
  let n = 0;
  return (prefix) => {
    n += 1;
    return `${prefix}_new${n}`;
  };
}

function paste(blockIds: string[], into: PlaybookDocument = document): Pasted {
  const copied = copyBlocks(document, new Set(blockIds));
  const parsed = parseClipboard(JSON.stringify(copied));
  if (!parsed.ok) throw new Error(parsed.message ?? "not ours");
  return pasteBlocks({
    document: into,
    clipboard: parsed.clipboard,
    at: { x: 100, y: 200 },
    ids: counting(),
    specs,
  });
}

describe("Pasting copies of blocks", () => {
  test("gives new ids everywhere: ports, references, keys, datapaths", () => {
    const { operation } = paste(["b_look", "b_decide"]);
    expect(operation?.blocks).toMatchObject([
      {
        id: "b_new1",
        name: "lookup_2",
        position: { x: 100, y: 200 },
        config: { parameters: { URL: "/{{playbook_input:#i_ip}}" } },
      },
      {
        id: "b_new2",
        name: "decide_1",
        config: {
          branches: [
            {
              id: "i_new3",
              left: "#b_new1:action_result.data.*.score",
              comparisons: [{ id: "i_new4" }],
            },
          ],
          chosen: "i_new3",
          byBranch: { i_new3: "{{#b_new1:status}} and {{#b_start:x}} \\{{#b_look:y}}" },
          behind: "filtered-data:#b_new2:#i_new3:#b_new1:status",
        },
      },
    ]);
    expect(operation?.callbacks.map(({ callback }) => callback)).toEqual([
      newCallback({ id: "c_new5", source: "b_new1", port: "out", target: "b_new2" }),
      newCallback({ id: "c_new6", source: "b_new2", port: "i_new3", target: "b_new1" }),
    ]);
  });

  test("leaves out callbacks with one end outside, and a second Start, which it names", () => {
    const { operation, leftOut } = paste(["b_start", "b_look"]);
    expect(leftOut).toEqual(["start"]);
    expect(operation?.blocks).toHaveLength(1);
    expect(operation?.callbacks).toEqual([]);
    expect(paste(["b_start"])).toMatchObject({ operation: null, leftOut: ["start"] });
  });

  test("into an empty playbook takes Start along, and inputs are those of the copy", () => {
    const { operation } = paste(["b_start", "b_look"], EMPTY);
    expect(operation?.blocks[1]?.config).toEqual({
      parameters: { URL: "/{{playbook_input:#i_new3}}" },
    });
    expect(operation?.callbacks).toHaveLength(1);
  });

  test("is one operation with one undo", () => {
    const { operation } = paste(["b_look", "b_decide"]);
    if (operation === null) throw new Error("nothing to paste");
    const done = applyOperation(document, operation);
    expect(done.status).toBe("applied");
    if (done.status !== "applied") return;
    const undone = applyOperation(done.document, done.inverse);
    expect(undone.status === "applied" && sameDocument(undone.document, document)).toBe(true);
  });

  test("beside the originals puts each copy 40 further", () => {
    const clipboard = copyBlocks(document, new Set(["b_look"]));
    if (clipboard === null) throw new Error("nothing copied");
    const { operation } = pasteBlocks({ document, clipboard, at: null, ids: counting(), specs });
    expect(operation?.blocks[0]?.position).toEqual({ x: 40, y: 40 });
  });
});

test("Whatever is copied and pasted: no id of an original is left in a copy, and the document is sound", () => {
  const reference = fc.constantFrom("b_0", "b_1", "b_2", "b_3");
  const text = fc.oneof(
    reference.map((id) => `#${id}:action_result.data`),
    reference.map((id) => `x {{#${id}:status}} {{connector.y}}`),
    fc.constantFrom("i_0", "i_1", "plain", "{{"),
  );
  const item = fc.record({ id: fc.constantFrom("i_0", "i_1"), value: text });
  const config = fc.record({
    list: fc.uniqueArray(item, { selector: ({ id }) => id }),
    text,
    map: fc.dictionary(fc.constantFrom("a", "i_0"), text),
  });
  fc.assert(
    fc.property(
      fc.array(config, { minLength: 1, maxLength: 4 }),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 300, maxLength: 300 }),
      (configs, numbers) => {
        const blocks = configs.map((one, i): Block => testBlock(`b_${i}`, `n${i}`, one));
        const original: PlaybookDocument = { ...EMPTY, blocks };
        const ids = new Set(blocks.map(({ id }) => id));
        const clipboard = copyBlocks(original, ids);
        if (clipboard === null) return;
        let next = 0;
        const source = idSource(() => numbers[next++ % numbers.length] ?? 0);
        let n = 0;
        const { operation } = pasteBlocks({
          document: original,
          clipboard,
          at: null,
          ids: (prefix) => `${source(prefix)}${n++}`,
          specs,
        });
        if (operation === null) throw new Error("nothing to paste");
        const done = applyOperation(original, operation);
        expect(done.status === "applied" && parseDocument(done.document).ok).toBe(true);
        for (const [i, block] of operation.blocks.entries()) {
          const held = JSON.stringify(block.config);
          for (const id of ids) expect(held).not.toMatch(new RegExp(`#${id}:`));
          const listed = configs[i]?.list.map(({ id }) => id) ?? [];
          for (const id of listed) expect(held).not.toContain(`"${id}"`);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe("What is on the clipboard", () => {
  test.each(["", "hello", '{"callbook"', '{"callbook":"other"}', '["callbook"]', '"callbook"'])(
    "%j was not meant for us",
    (text) => {
      expect(parseClipboard(text)).toEqual({ ok: false, message: null });
    },
  );

  test.each([
    ['{"callbook":"blocks"}', /formatVersion/],
    ['{"callbook":"blocks","formatVersion":9,"blocks":[],"callbacks":[]}', /format version 9/],
    [
      '{"callbook":"blocks","formatVersion":1,"blocks":[{"id":"b_1","__proto__":{}}],"callbacks":[]}',
      /__proto__/,
    ],
  ])("%j cannot be pasted, and why is said", (text, message) => {
    const parsed = parseClipboard(text);
    expect(parsed).toMatchObject({ ok: false });
    expect(!parsed.ok && parsed.message).toMatch(message);
  });
});
