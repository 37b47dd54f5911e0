import { FORMAT_VERSION } from "@callbook/core/document";
import { OPERATION_VERSION, type OperationEnvelope } from "@callbook/core/operation";
import { isOffline, refusalOf } from "../../api/refusal.ts";
import { client } from "../../api/trpc.ts";
import { type PlaybookServer, ServerTrouble, type ServerTroubleKind } from "./playbook-server.ts";

/** The procedures of the server, with its refusals told apart. */
export function trpcPlaybookServer(playbookId: number): PlaybookServer {
  const id = playbookId;
  const alone = { context: { alone: true } };
  const apply = async (operations: readonly OperationEnvelope[]) => {
    const { acks } = await asked(() =>
      client.playbooks.applyOperations.mutate({ id, operations: [...operations] }, alone),
    );
    return acks;
  };
  return {
    open: () => asked(() => client.playbooks.open.query({ id })),
    apply,
    undo: async (operationId, newId) => {
      const [ack] = await apply([undoOf(operationId, newId)]);
      if (ack === undefined) throw new Error("the server did not answer an undo");
      return ack;
    },
    operationsSince: (seq) => asked(() => client.playbooks.operationsSince.query({ id, seq })),
  };
}

/** The server knows what it undoes, and by which name: the undo takes hold of whatever stands. */
function undoOf(operationId: string, newId: string): OperationEnvelope {
  return {
    v: OPERATION_VERSION,
    id: newId,
    baseSeq: 0,
    formatVersion: FORMAT_VERSION,
    label: "Undo",
    operation: { kind: "together", operations: [] },
    undoes: operationId,
  };
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ServerTrouble(troubleKind(error), message);
  }
}

function troubleKind(error: unknown): ServerTroubleKind {
  const refusal = refusalOf(error);
  if (refusal === null || isOffline(error)) return "unreachable";
  switch (refusal.code) {
    case "UNAUTHENTICATED":
      return "signedOut";
    case "FORBIDDEN":
      return "forbidden";
    case "NOT_FOUND":
      return "deleted";
    case "INVALID":
    case "CONFLICT":
      return "invalid";
    case "TOO_MANY":
    case "UNAVAILABLE":
      return "unreachable";
  }
}
