import type { LoggedOperation } from "@callbook/core/operation";
import { DocumentStore } from "../document-store.ts";
import { emptyUndoStack, type UndoStack } from "../undo-stack.ts";
import type { PlaybookLog } from "./playbook-log.ts";
import { TestDisk } from "./test-disk.ts";
import { TestLine } from "./test-line.ts";

export const CLOCK = new Date("2026-01-01T10:51:20Z");

export interface TestTabOptions {
  readonly clientId?: string;
  readonly disk?: TestDisk;
  readonly memory?: { stack: UndoStack };
  readonly line?: TestLine;
  /** Given, it takes what the log tells, in place of the store. */
  readonly onBroadcast?: (logged: LoggedOperation) => void;
}

/** A playbook open in a tab, with everything round the store in the hand of the test. */
export interface TestTab {
  readonly store: DocumentStore;
  readonly line: TestLine;
  readonly disk: TestDisk;
  /** How many pauses before a new try are under way. */
  readonly pauses: () => number;
  /** Lets the pauses before a new try pass. */
  readonly retry: () => void;
}

export function openTab(log: PlaybookLog, userName: string, options: TestTabOptions = {}): TestTab {
  const line = options.line ?? new TestLine(log, userName);
  const disk = options.disk ?? new TestDisk();
  const memory = options.memory ?? { stack: emptyUndoStack };
  let pauses: (() => void)[] = [];
  const store = new DocumentStore({
    playbookId: 1,
    userId: userName,
    userName,
    clientId: options.clientId ?? userName,
    opened: { seq: log.seq, document: log.document },
    server: line,
    storage: disk,
    undoMemory: {
      load: () => memory.stack,
      save: (stack) => {
        memory.stack = stack;
      },
    },
    now: () => CLOCK,
    after: (_, callback) => {
      pauses.push(callback);
      return () => {
        pauses = pauses.filter((other) => other !== callback);
      };
    },
  });
  log.listen(options.onBroadcast ?? ((logged) => store.receive([logged])));
  return {
    store,
    line,
    disk,
    pauses: () => pauses.length,
    retry: () => {
      for (const callback of pauses.splice(0)) callback();
    },
  };
}
