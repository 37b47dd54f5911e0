import { type CommandUse, specOf } from "@callbook/core/block";
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
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
  const uses = document.blocks.flatMap((block) => {
    const used = specOf(block, context.catalogue)?.uses(block) ?? [];
    return used.map((use) => ({ block, use }));
  });
  const ofConnections = await Promise.all(
    uses.map(({ block, use }) => connectionProblems(context, block, use, siteId)),
  );
  return [...validate(document, context.catalogue), ...ofConnections.flat()];
}

async function connectionProblems(
  context: Context,
  block: Block,
  use: CommandUse,
  siteId: number,
): Promise<Problem[]> {
  const { integrationKey, command, connectionIds } = use;
  const { userId: actingUserId } = context.actor;
  const request = { integrationKey, command, connectionIds, siteId, actingUserId };
  const chosen = await chooseConnections(context, request, context.catalogue);
  if (connectionIds.length === 0 && chosen.length === 0)
    return [
      problem(
        block,
        use,
        "NO_CONNECTION",
        `No active connection that you may use offers ${command}.`,
      ),
    ];
  return chosen.flatMap(({ connection, failure }) => {
    if (failure === null) return [];
    const code = CODES[failure.class] ?? "CONNECTION_UNUSABLE";
    return [
      problem(block, use, code, `Connection ${connection}: ${failure.message}. ${failure.remedy}`),
    ];
  });
}

const CODES: Readonly<Record<string, string>> = {
  "F-GONE": "CONNECTION_GONE",
  "F-SITE": "CONNECTION_NOT_SHARED",
  "F-PERM": "CONNECTION_NOT_PERMITTED",
  "F-INACTIVE": "CONNECTION_INACTIVE",
};

function problem(block: Block, use: CommandUse, code: string, message: string): Problem {
  return {
    code,
    level: "warning",
    message,
    blockId: block.id,
    callbackId: null,
    path: ["blocks", block.id, ...use.path],
    field: use.field,
  };
}
