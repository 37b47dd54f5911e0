import { isDeeperThan, isJsonObject, type JsonObject, MOST_JSON_DEPTH } from "@callbook/core/json";
import { readPath, slotNamed } from "@callbook/core/log";
import { z } from "zod";

/** Levels that the names of the inputs, and the call around them, take of those that may be read. */
const AROUND = 8;

/**
 * The run's inputs by input name. Any name may be asked for, `__proto__` too, which a record's schema
 * drops: the values stay what JSON.parse made of them, uncopied, and which names there are the
 * document says.
 */
export const InputsInput = z
  .custom<JsonObject>(isJsonObject, "the inputs are an object, by their names")
  .refine(
    (inputs) => !isDeeperThan(inputs, MOST_JSON_DEPTH - AROUND),
    `nested deeper than ${MOST_JSON_DEPTH - AROUND} levels`,
  )
  .meta({
    type: "object",
    additionalProperties: true,
    description: "The run's inputs by their names.",
  });

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
