import { FORMAT_VERSION, PlaybookDocument, type Problem } from "@callbook/core/document";
import { ROLES } from "@callbook/services/permissions";
import type { OpenPlaybook, PlaybookRow } from "@callbook/services/playbook";
import { z } from "zod";
import { Id, Time } from "./common.ts";

export const RunState = z
  .enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"])
  .meta({ id: "RunState" });

export const DocumentShape = PlaybookDocument.meta({
  id: "PlaybookDocument",
  description: `Blocks and the callbacks between them, format version ${FORMAT_VERSION}. A document of an older format is taken too, and upgraded.`,
});

/** Checked by the verb, which tells every fault with its path; here it is for the API document. */
export const DocumentInput = z.unknown().meta({ $ref: "#/components/schemas/PlaybookDocument" });

export const ProblemShape: z.ZodType<Problem> = z
  .strictObject({
    code: z.string(),
    level: z.enum(["error", "warning"]),
    message: z.string(),
    blockId: z.string().nullable(),
    callbackId: z.string().nullable(),
    path: z.array(z.string()),
    field: z.string().nullable(),
  })
  .meta({ id: "Problem" });

export const PlaybookRowShape: z.ZodType<PlaybookRow> = z
  .strictObject({
    id: Id,
    name: z.string(),
    description: z.string(),
    siteId: Id,
    siteName: z.string(),
    publishedRevision: z.int().nullable(),
    hasDraftChanges: z.boolean(),
    updatedAt: Time,
    lastRun: z.strictObject({ id: Id, state: RunState, at: Time }).nullable(),
    isSample: z.boolean(),
  })
  .meta({ id: "PlaybookRow" });

export const PlaybookShape: z.ZodType<OpenPlaybook> = z
  .strictObject({
    id: Id,
    siteId: Id,
    name: z.string(),
    seq: z.int().meta({ description: "Version of the draft; goes back with a change, see 409." }),
    document: DocumentShape,
    publishedRevision: z
      .strictObject({ id: Id, number: z.int(), at: Time, by: z.string() })
      .nullable(),
    changesSincePublish: z.array(z.strictObject({ by: z.string(), count: z.int() })),
    myRole: z.enum(ROLES),
    serverTime: Time,
    clientHint: z.string(),
  })
  .meta({ id: "Playbook" });
