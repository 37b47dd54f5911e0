/** The inputs of a run: what Start declares, and what a run is given. */
import { z } from "zod";
import { type PlaybookDocument, START_TYPE } from "../document/index.ts";
import { isContainer, type Json, own, parseJson } from "../json/index.ts";
import { type TypedValue, typedValue } from "../value/index.ts";

export const StartInput = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id holds letters, digits, _ and -"),
  name: z.string().max(64, "at most 64 characters"),
  dataType: z.enum(["string", "numeric", "boolean", "json"]),
  required: z.boolean(),
  description: z.string().max(1_000),
  /** Semantic types such as "ip". */
  contains: z.array(z.string().max(100)).max(50),
  /** As a person writes it; null: none. */
  default: z.string().max(100_000).nullable(),
});
export type StartInput = z.infer<typeof StartInput>;

export const StartConfig = z.strictObject({ inputs: z.array(StartInput).max(200) });
export type StartConfig = z.infer<typeof StartConfig>;

/** What is wrong with one input; `message` begins with its name. */
export interface InputMistake {
  readonly name: string;
  readonly message: string;
}

export type ResolvedInputs =
  /** Every declared input by its name; null: it has no value. */
  | { readonly ok: true; readonly inputs: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly faults: readonly InputMistake[] };

/** The inputs that the document's Start declares; none when it has no Start or a faulty one. Pure. */
export function declaredInputs(document: PlaybookDocument): readonly StartInput[] {
  const start = document.blocks.find(({ type }) => type === START_TYPE);
  const parsed = StartConfig.safeParse(start?.config);
  return parsed.success ? parsed.data.inputs : [];
}

/**
 * The inputs of a run: given values typed as declared, defaults where nothing
 * is given. A list stands for several values, each of the type. Faults: a name
 * that is not declared, a required input without value, a value of another
 * type. Resolving what was resolved gives the same. Pure.
 */
export function resolveInputs(
  document: PlaybookDocument,
  given: Readonly<Record<string, Json>>,
): ResolvedInputs {
  const declared = declaredInputs(document);
  const known = new Set(declared.map(({ name }) => name));
  const faults: InputMistake[] = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => ({ name, message: `${name} is not an input of this playbook` }));
  const entries = declared.map((input): [string, Json] => {
    const value = own(given, input.name) ?? null;
    const typed = value === null ? typedDefault(input) : typedInput(input, value);
    if (!typed.ok) faults.push({ name: input.name, message: `${input.name} ${typed.message}` });
    const result = typed.ok ? typed.value : null;
    if (typed.ok && input.required && isNothing(result))
      faults.push({ name: input.name, message: `${input.name} is required` });
    return [input.name, result];
  });
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, inputs: Object.fromEntries(entries) };
}

function typedDefault({ dataType, default: text }: StartInput): TypedValue {
  return text === null || text === "" ? { ok: true, value: null } : typedValue(dataType, text);
}

function typedInput({ dataType }: StartInput, value: Json): TypedValue {
  if (dataType === "json")
    return { ok: true, value: typeof value === "string" ? fromText(value) : value };
  if (!Array.isArray(value)) return typedValue(dataType, value);
  const values: Json[] = [];
  for (const one of value) {
    const typed = typedValue(dataType, one);
    if (!typed.ok) return typed;
    values.push(typed.value);
  }
  return { ok: true, value: values };
}

/** Who fills in a form writes JSON as text; a script's text is JSON already, hence only lists and objects are read. */
function fromText(text: string): Json {
  const parsed = parseJson(text);
  return parsed.ok && isContainer(parsed.value) ? parsed.value : text;
}

function isNothing(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
