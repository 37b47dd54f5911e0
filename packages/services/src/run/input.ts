import type { Json } from "@callbook/core/json";
import { readPath, slotNamed } from "@callbook/core/log";
import { z } from "zod";

const AnyJson: z.ZodType<Json> = z.json();

/** The run's inputs by input name. */
export const InputsInput = z.record(z.string().max(200), AnyJson);

/** The address of a pass of a block: "b_check", "b_loop[17]/b_check". */
export const PathInput = z
  .string()
  .max(2000)
  .transform((text, context) => {
    const path = readPath(text);
    if (path !== null) return path;
    context.addIssue("a path looks like b_check or b_loop[17]/b_check");
    return z.NEVER;
  })
  .meta({ type: "string", description: "The address of a pass of a block." });

/** What there is several of within a pass. */
export const SlotInput = z.string().min(1).max(200).transform(slotNamed).meta({
  type: "string",
  description: "Which of the results of a pass: an execution, an output.",
});

export const AttemptInput = z.int().min(1).max(1_000_000);

/** Where a list of results goes on: the address of the last one that is known. */
export const ResultCursor = z.strictObject({
  path: PathInput,
  slot: SlotInput,
  attempt: AttemptInput,
});

export const CallbackIdInput = z.string().min(1).max(60);

/** Rows in one answer. */
export const PageLimit = z.int().min(1).max(2000).default(1000);
