import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { PlaybookDocument } from "../document/index.ts";
import {
  type Applied,
  applyOperation,
  applyUndo,
  type Operation,
  type OperationEnvelope,
  readOperation,
  sameDocument,
} from "./index.ts";

/** Never edited, only added to: it says so itself, since JSON has no comments. */
const golden: {
  readonly start: PlaybookDocument;
  readonly operations: readonly {
    readonly envelope: OperationEnvelope;
    readonly document: PlaybookDocument;
  }[];
} = JSON.parse(
  readFileSync(new URL("../../tests/golden/operations-1.json", import.meta.url), "utf8"),
);
const cases = golden.operations.map((one) => ({ ...one, label: one.envelope.label }));

type Of<Kind extends Operation["kind"]> = Extract<Operation, { readonly kind: Kind }>;

/** Every kind and every field of it: a new one does not compile until it stands here. */
const FIELDS: {
  readonly [Kind in Operation["kind"]]: Readonly<Record<Exclude<keyof Of<Kind>, "kind">, true>>;
} = {
  addBlocks: { blocks: true, callbacks: true },
  removeBlocks: { blockIds: true, expected: true },
  moveBlocks: { moves: true },
  setField: { blockId: true, path: true, from: true, value: true },
  insertItem: { blockId: true, path: true, item: true, beforeId: true },
  moveItem: { blockId: true, path: true, itemId: true, beforeId: true },
  removeItem: { blockId: true, path: true, itemId: true, expected: true },
  connect: { callback: true, beforeId: true },
  disconnect: { callbackIds: true },
  reorder: { callbackId: true, beforeId: true },
  rename: { blockId: true, from: true, name: true },
  setPlaybook: { path: true, from: true, value: true },
  replaceDocument: { document: true, expected: true },
  together: { operations: true },
};

const ENVELOPE: Readonly<Record<keyof OperationEnvelope, true>> = {
  v: true,
  id: true,
  baseSeq: true,
  formatVersion: true,
  label: true,
  operation: true,
  undoes: true,
};

describe("Operations of version 1 still do what they did", () => {
  test.each(cases)("$label", ({ envelope, document }) => {
    const done = applied(applyOperation(golden.start, read(envelope.operation)));
    expect(done.document).toEqual(document);
  });

  test.each(cases)("$label, from the log, where it is kept as it took effect", (one) => {
    const first = applied(applyOperation(golden.start, read(one.envelope.operation)));
    const again = applied(applyOperation(golden.start, read(stored(first.operation))));
    expect(again.document).toEqual(one.document);
  });

  test.each(cases)("$label, and its inverse takes it back", ({ envelope, document }) => {
    const { inverse } = applied(applyOperation(golden.start, read(envelope.operation)));
    const back = applied(applyOperation(document, read(stored(inverse))));
    expect(sameDocument(back.document, golden.start)).toBe(true);
  });
});

describe("An undo of version 1 still finds what it expects, by fingerprints of that time", () => {
  const undos = cases.filter(({ envelope }) => envelope.undoes !== null);

  test.each(undos)("$label", ({ envelope, document }) => {
    const undone = applyUndo(golden.start, read(envelope.operation));
    expect(undone).toMatchObject({ leftAlone: [], document });
  });
});

describe("The golden operations hold every shape of an operation", () => {
  const operations = cases.map(({ envelope }) => envelope.operation);

  test("every kind and none besides", () => {
    expect(sorted(operations.map(({ kind }) => kind))).toEqual(Object.keys(FIELDS).sort());
  });

  test.each(Object.entries(FIELDS))("%s with each of its fields", (kind, fields) => {
    const held = operations.filter((one) => one.kind === kind).flatMap((one) => Object.keys(one));
    expect(sorted(held)).toEqual(["kind", ...Object.keys(fields)].sort());
  });

  test("every field of an envelope of version 1, some of which undo another", () => {
    for (const { envelope } of cases) {
      expect(Object.keys(envelope).sort()).toEqual(Object.keys(ENVELOPE).sort());
      expect(envelope).toMatchObject({ v: 1, formatVersion: 1 });
    }
    expect(cases.some(({ envelope }) => envelope.undoes !== null)).toBe(true);
  });
});

function read(operation: unknown): Operation {
  const outcome = readOperation(operation);
  if (!outcome.ok) throw new Error(`${outcome.message} ${outcome.path.join(".")}`);
  return outcome.operation;
}

/** As a row of the log gives it back. */
function stored(operation: Operation): unknown {
  return JSON.parse(JSON.stringify(operation));
}

function applied(answer: Applied): Extract<Applied, { readonly status: "applied" }> {
  if (answer.status !== "applied") throw new Error(JSON.stringify(answer));
  return answer;
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}
