import type { z } from "zod";
import type { Context } from "../context.ts";
import { demand } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";
import { demandStorable } from "./storable.ts";

/** A use case: its name in the table of roles, the shape of its input, and what it does. */
export interface Verb<Input extends z.ZodType, Output> {
  readonly name: VerbName;
  readonly input: Input;
  /** `input` has passed the schema. Throws a Refusal when it is not done. */
  run(call: { readonly context: Context; readonly input: z.output<Input> }): Promise<Output>;
}

/** Defines a verb; the table of roles is asked before anything else is done. */
export function verb<Input extends z.ZodType, Output>(
  name: VerbName,
  input: Input,
  run: (context: Context, input: z.output<Input>) => Promise<Output>,
): Verb<Input, Output> {
  return {
    name,
    input,
    run: async ({ context, input: given }) => {
      demand(context.actor, name);
      demandStorable(given);
      return run(context, given);
    },
  };
}
