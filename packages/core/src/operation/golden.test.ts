import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FORMAT_VERSION, type PlaybookDocument, parseDocument } from "../document/index.ts";
import { applyOperation } from "./apply.ts";
import { OPERATION_VERSION, type OperationEnvelope } from "./envelope.ts";
import type { Applied, Operation } from "./operation.ts";
import { readOperation } from "./read-operation.ts";
import { sameDocument } from "./same-document.ts";
import { applyUndo } from "./undo.ts";

/** Never edited, only added to: the files say so themselves, since JSON has no comments. */
interface Golden {
  /** Documents are of the format of their time. */
  readonly start: unknown;
  readonly operations: readonly {
    readonly envelope: OperationEnvelope;
    readonly document: unknown;
  }[];
}

const VERSIONS = [
  { v: 1, formatVersion: 1 },
  { v: 2, formatVersion: 2 },
];

const cases = VERSIONS.flatMap(({ v }) => {
  const url = new URL(`../../tests/golden/operations-${v}.json`, import.meta.url);
  const golden: Golden = JSON.parse(readFileSync(url, "utf8"));
  const start = present(golden.start);
  return golden.operations.map(({ envelope, document }) => ({
    what: `version ${v}: ${envelope.label}`,
    v,
    start,
    envelope,
    document: present(document),
  }));
});

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
  setCallback: { callbackId: true, path: true, from: true, value: true },
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

describe("Operations of every version still do what they did", () => {
  test.each(cases)("$what", ({ start, envelope, document }) => {
    const done = applied(applyOperation(start, read(envelope.operation)));
    expect(done.document).toEqual(document);
  });

  test.each(cases)("$what, from the log, where it is kept as it took effect", (one) => {
    const first = applied(applyOperation(one.start, read(one.envelope.operation)));
    const again = applied(applyOperation(one.start, read(stored(first.operation))));
    expect(again.document).toEqual(one.document);
  });

  test.each(cases)("$what, and its inverse takes it back", ({ start, envelope, document }) => {
    const { inverse } = applied(applyOperation(start, read(envelope.operation)));
    const back = applied(applyOperation(document, read(stored(inverse))));
    expect(sameDocument(back.document, start)).toBe(true);
  });
});

describe("An undo still finds what it expects, by fingerprints of its time", () => {
  const undos = cases.filter(({ envelope }) => envelope.undoes !== null);

  test.each(undos)("$what", ({ start, envelope, document }) => {
    const undone = applyUndo(start, read(envelope.operation));
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

  test.each(VERSIONS)(
    "every field of an envelope of version $v, some of which undo another",
    (of) => {
      const envelopes = cases.filter(({ v }) => v === of.v).map(({ envelope }) => envelope);
      for (const envelope of envelopes) {
        expect(Object.keys(envelope).sort()).toEqual(Object.keys(ENVELOPE).sort());
        expect(envelope).toMatchObject(of);
      }
      expect(envelopes.some(({ undoes }) => undoes !== null)).toBe(true);
    },
  );

  test("the newest version is the present one", () => {
    expect(VERSIONS.at(-1)).toEqual({ v: OPERATION_VERSION, formatVersion: FORMAT_VERSION });
  });
});

/** A document of any format as the present one. */
function present(value: unknown): PlaybookDocument {
  const parsed = parseDocument(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

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
