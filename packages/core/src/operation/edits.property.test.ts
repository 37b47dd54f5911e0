import fc from "fast-check";
import { expect, test } from "vitest";
import { indexDocument, nameKey, type PlaybookDocument, parseDocument } from "../document/index.ts";
import { applyOperation } from "./apply.ts";
import type { Operation } from "./operation.ts";
import { readOperation } from "./read-operation.ts";
import { type PendingOperation, rebase } from "./rebase.ts";
import { sameDocument } from "./same-document.ts";
import { type Choose, chooser, randomEdit, startingDocument } from "./testing/random-edit.ts";
import { applyUndo } from "./undo.ts";

const chance = fc.array(fc.nat(9999), { minLength: 40, maxLength: 120 });

test("An edit and its undo give the document that was, and its redo the edited one", () => {
  fc.assert(
    fc.property(chance, (numbers) => {
      const choose = chooser(numbers);
      const newId = ids("n");
      let document = startingDocument();
      for (let i = 0; i < 12; i += 1) {
        const done = applyOperation(document, randomEdit(document, choose, newId));
        if (done.status !== "applied") continue;
        const plain = applyOperation(done.document, done.inverse);
        expect(plain.status === "applied" && sameDocument(plain.document, document)).toBe(true);
        const undone = applyUndo(done.document, fromRow(done.inverse));
        expect(undone.leftAlone).toEqual([]);
        expect(sameDocument(undone.document, document)).toBe(true);
        const redone = applyUndo(undone.document, undone.inverse);
        expect(sameDocument(redone.document, done.document)).toBe(true);
        document = done.document;
      }
    }),
    { numRuns: 150 },
  );
});

test("Undoing many edits one by one leads back to the start", () => {
  fc.assert(
    fc.property(chance, (numbers) => {
      const choose = chooser(numbers);
      const newId = ids("n");
      const start = startingDocument();
      let document = start;
      const inverses: Operation[] = [];
      for (let i = 0; i < 25; i += 1) {
        const done = applyOperation(document, randomEdit(document, choose, newId));
        if (done.status !== "applied") continue;
        inverses.push(done.inverse);
        document = done.document;
      }
      for (const inverse of inverses.reverse()) document = applyUndo(document, inverse).document;
      expect(sameDocument(document, start)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("Applying never changes the document it is given, and what it gives is a sound document", () => {
  fc.assert(
    fc.property(chance, (numbers) => {
      const choose = chooser(numbers);
      const newId = ids("n");
      let document = startingDocument();
      for (let i = 0; i < 12; i += 1) {
        const before = JSON.stringify(document);
        const frozen = deepFreeze(document);
        const done = applyOperation(frozen, deepFreeze(randomEdit(frozen, choose, newId)));
        expect(JSON.stringify(frozen)).toBe(before);
        if (done.status !== "applied") continue;
        document = done.document;
        expect(parseDocument(document)).toMatchObject({ ok: true });
        const names = document.blocks.map(({ name }) => nameKey(name));
        expect(new Set(names).size).toBe(names.length);
        expect(readOperation(fromRow(done.operation))).toMatchObject({ ok: true });
        expect(readOperation(fromRow(done.inverse))).toMatchObject({ ok: true });
      }
    }),
    { numRuns: 200 },
  );
});

test("Two people's edits in any interleaving converge: both end with the server's document", () => {
  fc.assert(
    fc.property(chance, (numbers) => {
      const choose = chooser(numbers);
      const server = new TestServer(startingDocument());
      const people = [
        new TestPerson("anna", server.document),
        new TestPerson("ben", server.document),
      ];
      for (let i = 0; i < 60; i += 1) {
        const person = people[choose(2)];
        if (person === undefined) continue;
        if (choose(3) === 0) person.edit(choose);
        else if (choose(2) === 0) person.send(server);
        else person.receive(server);
      }
      for (const person of people) while (person.pending.length > 0) person.send(server);
      for (const person of people) {
        person.receive(server);
        expect(person.pending).toEqual([]);
        expect(person.shown()).toEqual(server.document);
      }
      expect(indexDocument(server.document).blocks.size).toBe(server.document.blocks.length);
    }),
    { numRuns: 150 },
  );
});

interface Logged {
  readonly id: string;
  /** null: it was answered with something else than applied. */
  readonly operation: Operation | null;
  readonly inverse: Operation | null;
}

class TestServer {
  document: PlaybookDocument;
  readonly log: Logged[] = [];

  constructor(document: PlaybookDocument) {
    this.document = document;
  }

  take(pending: PendingOperation): void {
    if (pending.undoes !== null) {
      const inverse = this.log.find((one) => one.id === pending.undoes)?.inverse ?? null;
      const undone = inverse === null ? null : applyUndo(this.document, fromRow(inverse));
      this.document = undone?.document ?? this.document;
      this.log.push({
        id: pending.id,
        operation: undone?.operation ?? null,
        inverse: undone?.inverse ?? null,
      });
      return;
    }
    const done = applyOperation(this.document, pending.operation);
    if (done.status !== "applied") {
      this.log.push({ id: pending.id, operation: null, inverse: null });
      return;
    }
    this.document = done.document;
    this.log.push({ id: pending.id, operation: done.operation, inverse: done.inverse });
  }
}

class TestPerson {
  readonly name: string;
  base: PlaybookDocument;
  seen = 0;
  sent = 0;
  pending: PendingOperation[] = [];
  private counter = 0;
  private readonly newId: (prefix: string) => string;
  private last: { id: string; inverse: Operation } | null = null;

  constructor(name: string, base: PlaybookDocument) {
    this.name = name;
    this.base = base;
    this.newId = ids(name);
  }

  shown(): PlaybookDocument {
    return rebase(this.base, this.pending).document;
  }

  edit(choose: Choose): void {
    this.counter += 1;
    const id = `${this.name}:${this.counter}`;
    if (this.last !== null && choose(4) === 0) {
      this.pending.push({ id, operation: this.last.inverse, undoes: this.last.id });
      this.last = null;
      return;
    }
    const shown = this.shown();
    const operation = randomEdit(shown, choose, this.newId);
    const done = applyOperation(shown, operation);
    if (done.status !== "applied") return;
    this.last = { id, inverse: done.inverse };
    this.pending.push({ id, operation: fromRow(operation), undoes: null });
  }

  send(server: TestServer): void {
    const next = this.pending[this.sent];
    if (next !== undefined) {
      server.take(next);
      this.sent += 1;
    } else {
      this.receive(server);
    }
  }

  receive(server: TestServer): void {
    for (const { id, operation } of server.log.slice(this.seen)) {
      if (operation !== null) {
        const done = applyOperation(this.base, fromRow(operation));
        if (done.status !== "applied") throw new Error(`diverged: ${JSON.stringify(done)}`);
        this.base = done.document;
      }
      if (this.pending[0]?.id === id) {
        this.pending.shift();
        this.sent -= 1;
      }
    }
    this.seen = server.log.length;
  }
}

/** An operation as it comes back from the database: through JSON, and checked. */
function fromRow(operation: Operation): Operation {
  const read = readOperation(JSON.parse(JSON.stringify(operation)));
  if (!read.ok) throw new Error(`${read.message} at ${read.path.join(".")}`);
  return read.operation;
}

function ids(who: string): (prefix: string) => string {
  let counter = 0;
  return (prefix) => {
    counter += 1;
    return `${prefix}_${who}${counter}`;
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
