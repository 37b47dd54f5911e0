import type { Block, PlaybookDocument } from "@callbook/core/document";
import { ActionConfig } from "@callbook/core/run";
import { type Problem, validate } from "@callbook/core/validate";
import { chooseConnections } from "../connection/access/choose.ts";
import type { Context } from "../context.ts";

/**
 * Everything that is wrong with a document when this person runs it in this site. What only the
 * server knows of connections are warnings: the run says the same, with its failure class.
 */
export async function problemsOf(
  context: Context,
  document: PlaybookDocument,
  siteId: number,
): Promise<Problem[]> {
  const actions = document.blocks.filter(({ type }) => type === "action");
  const ofConnections = await Promise.all(
    actions.map((block) => connectionProblems(context, block, siteId)),
  );
  return [...validate(document, context.catalogue), ...ofConnections.flat()];
}

async function connectionProblems(
  context: Context,
  block: Block,
  siteId: number,
): Promise<Problem[]> {
  const parsed = ActionConfig.safeParse(block.config);
  if (!parsed.success || parsed.data.command === "") return [];
  const { integrationKey, command, connectionIds } = parsed.data;
  const chosen = await chooseConnections(context, {
    integrationKey,
    command,
    connectionIds,
    siteId,
    actingUserId: context.actor.userId,
  });
  if (connectionIds.length === 0 && chosen.length === 0)
    return [
      problem(block, "NO_CONNECTION", `No active connection that you may use offers ${command}.`),
    ];
  return chosen.flatMap(({ connection, failure }) => {
    if (failure === null) return [];
    const code = CODES[failure.class] ?? "CONNECTION_UNUSABLE";
    return [
      problem(block, code, `Connection ${connection}: ${failure.message}. ${failure.remedy}`),
    ];
  });
}

const CODES: Readonly<Record<string, string>> = {
  "F-GONE": "CONNECTION_GONE",
  "F-SITE": "CONNECTION_NOT_SHARED",
  "F-PERM": "CONNECTION_NOT_PERMITTED",
  "F-INACTIVE": "CONNECTION_INACTIVE",
};

function problem(block: Block, code: string, message: string): Problem {
  return {
    code,
    level: "warning",
    message,
    blockId: block.id,
    callbackId: null,
    path: ["blocks", block.id, "config", "connectionIds"],
    field: "Connections",
  };
}
