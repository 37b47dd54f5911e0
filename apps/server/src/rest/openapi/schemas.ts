import type { Json, JsonObject } from "@callbook/core/json";
import { isJsonObject } from "@callbook/core/json";
import { z } from "zod";

/** Collects JSON Schemas (2020-12) of shapes and hands out references to them. */
export interface Schemas {
  /** What clients send. */
  input(shape: z.ZodType, name: string): JsonObject;
  /** What they are answered with, or read of what they send. */
  output(shape: z.ZodType, name: string): JsonObject;
  readonly components: Readonly<Record<string, JsonObject>>;
}

const COMPONENTS = "#/components/schemas/";

/** Shapes that have an id become components of that name; the others stand where they are used. */
export function createSchemas(): Schemas {
  const components: Record<string, JsonObject> = {};
  const add = (shape: z.ZodType, name: string, io: "input" | "output"): JsonObject => {
    const drawn = asJson(z.toJSONSchema(shape, { io, unrepresentable: "any" }));
    const { $schema: _, $defs, ...rest } = drawn;
    // An own name for what has none: two shapes may both have a "__schema0".
    const nameOf = (key: string): string => (key.startsWith("__") ? `${name}${key}` : key);
    const moved = (value: Json): JsonObject => {
      const copy = withReferences(value, nameOf);
      if (!isJsonObject(copy)) throw new Error(`a schema of ${name} is no object`);
      return copy;
    };
    for (const [key, schema] of Object.entries(isJsonObject($defs) ? $defs : {}))
      components[nameOf(key)] = moved(schema);
    return moved(rest);
  };
  return {
    input: (shape, name) => add(shape, name, "input"),
    output: (shape, name) => add(shape, name, "output"),
    components,
  };
}

function withReferences(value: Json, nameOf: (key: string) => string): Json {
  if (Array.isArray(value)) return value.map((member) => withReferences(member, nameOf));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== "$ref" || typeof member !== "string")
        return [key, withReferences(member, nameOf)];
      const inner = /^#\/\$defs\/(.+)$/.exec(member)?.[1];
      if (inner === undefined && !member.startsWith(COMPONENTS))
        throw new Error(`the reference ${member} leads nowhere in the API document`);
      return [key, inner === undefined ? member : `${COMPONENTS}${nameOf(inner)}`];
    }),
  );
}

function asJson(schema: object): JsonObject {
  const copy: Json = JSON.parse(JSON.stringify(schema));
  if (!isJsonObject(copy)) throw new Error("a JSON Schema is an object");
  return copy;
}
