import type { StartInput } from "@callbook/core/input";
import { type Json, own } from "@callbook/core/json";

/** What was written into the form before a run, by the names of the inputs. */
export type Texts = Readonly<Record<string, string>>;

/** What stands in the field of an input: what was written there, else its default. Pure. */
export function shownText(texts: Texts, input: StartInput): string {
  return own(texts, input.name) ?? input.default ?? "";
}

/** What was written, for core to type as declared; inputs that were left alone are not there. Pure. */
export function writtenValues(
  inputs: readonly StartInput[],
  texts: Texts,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const text = own(texts, name);
      return text === undefined || text === "" ? [] : [[name, text]];
    }),
  );
}
