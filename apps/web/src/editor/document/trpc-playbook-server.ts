import { isOffline, refusalOf } from "../../api/refusal.ts";
import { client } from "../../api/trpc.ts";
import { type PlaybookServer, ServerTrouble, type ServerTroubleKind } from "./playbook-server.ts";

/** The procedures of the server, with its refusals told apart. */
export function trpcPlaybookServer(playbookId: number): PlaybookServer {
  const id = playbookId;
  const alone = { context: { alone: true } };
  return {
    open: () => asked(() => client.playbooks.open.query({ id })),
    apply: async (operations) => {
      const { acks } = await asked(() =>
        client.playbooks.applyOperations.mutate({ id, operations: [...operations] }, alone),
      );
      return acks;
    },
    operationsSince: (seq) => asked(() => client.playbooks.operationsSince.query({ id, seq })),
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
