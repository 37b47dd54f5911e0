import {
  type Block,
  type Callback,
  FORMAT_VERSION,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import {
  OPERATION_VERSION,
  type Operation,
  type OperationAck,
  type OperationEnvelope,
} from "@callbook/core/operation";
import type { Person } from "./people.ts";

export function block(
  id: string,
  type: string,
  config: Block["config"],
  name = id.slice(2),
): Block {
  return newBlock({ id, type, version: 1, name, config });
}

export function debugBlock(id: string, message = "hello"): Block {
  return block(id, "debug", { message, level: "info" });
}

export function actionBlock(
  id: string,
  action: {
    integrationKey?: string | null;
    command: string;
    connectionIds?: number[];
    parameters?: Record<string, string>;
  },
): Block {
  const {
    integrationKey = "rest-api-callback",
    command,
    connectionIds = [],
    parameters = {},
  } = action;
  const rest = { handle: "", waitSeconds: 86_400, repeatSafe: false };
  return block(id, "action", { integrationKey, command, connectionIds, parameters, ...rest });
}

export const startBlock = block("b_start", "start", { inputs: [] });

/** Start, then the given blocks one after the other along their first port. */
export function straight(
  blocks: readonly Block[],
  ports: readonly string[] = [],
): PlaybookDocument {
  const all = [startBlock, ...blocks];
  const callbacks = blocks.map((target, index): Callback => {
    const source = all[index] ?? startBlock;
    const port = ports[index] ?? (source.type === "action" ? "success" : "next");
    return newCallback({ id: `c_${index + 1}`, source: source.id, port, target: target.id });
  });
  return newDocument({ name: "test", blocks: all, callbacks });
}

/** A tab of the editor: it numbers its operations and sends them. */
export function editorOf(person: Person, id: number, client: string) {
  let counter = 0;
  const envelope = (operation: Operation, baseSeq: number): OperationEnvelope => {
    counter += 1;
    return {
      v: OPERATION_VERSION,
      id: `${client}:${counter}`,
      baseSeq,
      formatVersion: FORMAT_VERSION,
      label: operation.kind,
      operation,
      undoes: null,
    };
  };
  const send = async (...operations: OperationEnvelope[]): Promise<OperationAck[]> =>
    (await person.api.playbooks.applyOperations.mutate({ id, operations })).acks;
  return {
    envelope,
    send,
    apply: async (operation: Operation, baseSeq: number): Promise<OperationAck> => {
      const [ack] = await send(envelope(operation, baseSeq));
      if (ack === undefined) throw new Error("no answer");
      return ack;
    },
    undo: async (operationId: string): Promise<OperationAck> => {
      const nothing: Operation = { kind: "together", operations: [] };
      const [ack] = await send({ ...envelope(nothing, 0), undoes: operationId });
      if (ack === undefined) throw new Error("no answer");
      return ack;
    },
    open: () => person.api.playbooks.open.query({ id }),
  };
}
