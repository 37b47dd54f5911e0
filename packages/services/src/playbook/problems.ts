import {
  type Catalogue,
  type ChosenConnection,
  type CommandUse,
  specOf,
} from "@callbook/core/block";
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
import { chooseConnections } from "../connection/access/choose.ts";
import { levelOf } from "../connection/access/level.ts";
import type { Context } from "../context.ts";
import { may } from "../permissions/actor.ts";

/** A playbook whose problems are asked for. */
interface Asked {
  readonly siteId: number;
  readonly publishedRevisionId: number | null;
}

/**
 * Everything that is wrong with the draft. What only the server knows of connections is judged with
 * the rights of whom a run would act for, and told to who can do something about it: of a test run
 * to who may start it, in his own name; of the published revision, which acts for who published it,
 * to who may publish it. These are warnings: the run says the same, with its failure class.
 */
export async function problemsOf(
  context: Context,
  document: PlaybookDocument,
  playbook: Asked,
): Promise<Problem[]> {
  const { actor } = context;
  const { siteId } = playbook;
  return [
    ...validate(document, context.catalogue),
    ...(may(actor, "run.startTest", siteId) ? await ofTestRun(context, document, siteId) : []),
    ...(may(actor, "playbook.publish", siteId)
      ? await ofPublished(context, document, playbook)
      : []),
  ];
}

interface UsedBy {
  readonly block: Block;
  readonly use: CommandUse;
}

function usesOf(document: PlaybookDocument, catalogue: Catalogue): readonly UsedBy[] {
  return document.blocks.flatMap((block) => {
    const used = specOf(block, catalogue)?.uses(block) ?? [];
    return used.map((use) => ({ block, use }));
  });
}

/** The connections of a block's command in a run of this site that acts for this person. */
function chosenBy(
  context: Context,
  { integrationKey, command, connectionIds }: CommandUse,
  acting: { readonly siteId: number; readonly actingUserId: string },
): ReturnType<typeof chooseConnections> {
  const request = { integrationKey, command, connectionIds, ...acting };
  return chooseConnections(context, request, context.catalogue);
}

async function ofTestRun(
  context: Context,
  document: PlaybookDocument,
  siteId: number,
): Promise<Problem[]> {
  const acting = { siteId, actingUserId: context.actor.userId };
  const found = usesOf(document, context.catalogue).map(async ({ block, use }) => {
    const chosen = await chosenBy(context, use, acting);
    if (use.connectionIds.length === 0 && chosen.length === 0) {
      const message = `No active connection that you may use offers ${use.command}.`;
      return [problem(block.id, use, "CONNECTION_NONE", message)];
    }
    const problems = await Promise.all(chosen.map((one) => problemOf(context, block, use, one)));
    return problems.flat();
  });
  return (await Promise.all(found)).flat();
}

async function problemOf(
  context: Context,
  block: Block,
  use: CommandUse,
  { connectionId, connection, failure }: ChosenConnection,
): Promise<Problem[]> {
  if (failure === null) return [];
  const isHidden = failure.class === "F-SITE" && !(await isSeen(context, connectionId));
  // Whether another site has a connection of this number is not told.
  if (failure.class === "F-GONE" || isHidden) {
    const message = `Connection ${connection}: There is none that ${use.command} can use, or none in your sites. Choose another connection`;
    return [problem(block.id, use, "CONNECTION_GONE", message)];
  }
  const code = CODES[failure.class] ?? "CONNECTION_UNUSABLE";
  const message = `Connection ${connection}: ${failure.message}. ${failure.remedy}`;
  return [problem(block.id, use, code, message)];
}

async function isSeen({ actor, directory }: Context, connectionId: number): Promise<boolean> {
  const [record, sites] = await Promise.all([directory.find(connectionId), directory.sites()]);
  return record !== null && levelOf(actor, record, sites) !== null;
}

/** Connections that who published the playbook may not use any more. */
async function ofPublished(
  context: Context,
  draft: PlaybookDocument,
  { siteId, publishedRevisionId }: Asked,
): Promise<Problem[]> {
  if (publishedRevisionId === null) return [];
  const { document, createdBy } = await context.revisions.read(publishedRevisionId);
  // His own rights are told of already.
  if (createdBy === context.actor.userId) return [];
  const uses = usesOf(document, context.catalogue);
  const chosen = await Promise.all(
    uses.map(({ use }) => chosenBy(context, use, { siteId, actingUserId: createdBy })),
  );
  const forbidden = uses.flatMap((used, index) => {
    const found = chosen[index] ?? [];
    const named = found.filter(({ failure }) => failure?.class === "F-PERM");
    if (used.use.connectionIds.length === 0 && found.length === 0)
      return [{ ...used, what: `any connection for ${used.use.command}` }];
    return named.map(({ connection }) => ({ ...used, what: `connection ${connection}` }));
  });
  if (forbidden.length === 0) return [];
  const { name } = await context.db.user.findUniqueOrThrow({
    where: { id: createdBy },
    select: { name: true },
  });
  const present = new Set(draft.blocks.map(({ id }) => id));
  return forbidden.map(({ block, use, what }) => {
    const message = `The published revision acts for ${name}, who may not use ${what}. Publish it again, and it acts for you.`;
    const blockId = present.has(block.id) ? block.id : null;
    return problem(blockId, use, "CONNECTION_NOT_PERMITTED_TO_PUBLISHER", message);
  });
}

const CODES: Readonly<Record<string, string>> = {
  "F-SITE": "CONNECTION_NOT_SHARED",
  "F-PERM": "CONNECTION_NOT_PERMITTED",
  "F-INACTIVE": "CONNECTION_INACTIVE",
};

function problem(blockId: string | null, use: CommandUse, code: string, message: string): Problem {
  return {
    code,
    level: "warning",
    message,
    blockId,
    callbackId: null,
    path: blockId === null ? [] : ["blocks", blockId, ...use.path],
    field: blockId === null ? null : use.field,
  };
}
