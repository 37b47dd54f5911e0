/**
 * Inputs at the edges of their schemas, made from the schemas themselves: for each limit a value that
 * just fits and one past it, and for each place values that nobody foresees. A new field or a new
 * limit is driven without being named here.
 */
import { isJsonObject, type Json, type JsonObject } from "@callbook/core/json";
import { z } from "zod";

export interface EdgeCase {
  /** "name: one past 100 characters" */
  readonly title: string;
  /** Keys and indexes of the place. */
  readonly path: readonly (string | number)[];
  /** "past": must be refused, by this place and with this number. */
  readonly kind: "fits" | "past" | "odd";
  readonly limit: number | null;
  /** JSON text: it may hold what no value has, as a key __proto__. */
  readonly text: string;
}

/** Values for places that a schema does not describe well enough, by the name of the place. */
export type Samples = Readonly<Record<string, Json>>;

type Place = readonly (string | number)[];

/** Texts and numbers that reach a database, a URL or a prototype as something else than they are. */
const ODD_TEXTS = ["", "\0", "\ud800", "\u202e\u200b", "%00", "../..", "constructor", "__proto__"];
const ODD_NUMBERS = [
  0, -1, 0.5, 2_147_483_648, 9_007_199_254_740_991, 9_007_199_254_740_992, 1e300,
];
const DEEP = "[".repeat(240) + "]".repeat(240);
const TOO_DEEP = "[".repeat(3000) + "]".repeat(3000);
const ODD_JSON = [
  "null",
  "[]",
  "{}",
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"":""}',
  '"\\u0000"',
  DEEP,
  TOO_DEEP,
  "1e400",
  "12345678901234567890",
];

/** Every edge of a schema; none of one that takes nothing. */
export function edgesOf(schema: z.ZodType, samples: Samples): readonly EdgeCase[] {
  const drawn: Json = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })),
  );
  if (!isJsonObject(drawn)) return [];
  const drawing = new Drawing(drawn, samples);
  return [...drawing.edges(drawn, [])];
}

/** An input that fits a schema as far as its JSON Schema tells. */
export function sampleOf(schema: z.ZodType, samples: Samples): Json {
  const drawn: Json = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })),
  );
  return isJsonObject(drawn) ? new Drawing(drawn, samples).sample(drawn, []) : null;
}

class Drawing {
  readonly #root: JsonObject;
  readonly #samples: Samples;

  constructor(root: JsonObject, samples: Samples) {
    this.#root = root;
    this.#samples = samples;
  }

  sample(drawn: JsonObject, path: Place): Json {
    const schema = this.#resolved(drawn);
    const name = path.findLast((key) => typeof key === "string");
    if (name !== undefined && typeof path.at(-1) === "string" && Object.hasOwn(this.#samples, name))
      return this.#samples[name] ?? null;
    const { enum: choices, const: only, default: usual } = schema;
    if (only !== undefined) return only;
    if (Array.isArray(choices)) return choices[0] ?? null;
    if (usual !== undefined) return usual;
    switch (schema["type"]) {
      case "object":
        return Object.fromEntries(
          this.#required(schema).map(([key, inner]) => [key, this.sample(inner, [...path, key])]),
        );
      case "array": {
        const items = this.#items(schema);
        const least = numberIn(schema, "minItems") ?? 0;
        return Array.from({ length: least }, () => this.sample(items, [...path, 0]));
      }
      case "string":
        return "x".repeat(Math.max(1, numberIn(schema, "minLength") ?? 1));
      case "integer":
      case "number":
        return Math.max(1, numberIn(schema, "minimum") ?? 1);
      case "boolean":
        return true;
      default:
        return null;
    }
  }

  *edges(drawn: JsonObject, path: Place): Generator<EdgeCase> {
    const schema = this.#resolved(drawn);
    const odd = (values: readonly string[]) =>
      values.map((text) => this.#case("odd", path, text.slice(0, 30), null, text));
    switch (schema["type"]) {
      case "object":
        yield* odd(["null", "[]", '"x"', '{"__proto__":{"x":1}}']);
        for (const [key, inner] of this.#properties(schema))
          yield* this.edges(inner, [...path, key]);
        return;
      case "array": {
        const [most, items] = [numberIn(schema, "maxItems"), this.#items(schema)];
        const listed = (length: number) =>
          JSON.stringify(Array.from({ length }, () => this.sample(items, [...path, 0])));
        if (most !== null) {
          yield this.#case("fits", path, `${most} items`, most, listed(most));
          yield this.#case("past", path, `one past ${most} items`, most, listed(most + 1));
        }
        yield* this.edges(items, [...path, 0]);
        return;
      }
      case "string": {
        const most = numberIn(schema, "maxLength");
        if (most !== null && most <= 2_000_000) {
          const [fits, past] = ["x".repeat(most), "x".repeat(most + 1)];
          yield this.#case("fits", path, `${most} characters`, most, JSON.stringify(fits));
          yield this.#case("past", path, `one past ${most} characters`, most, JSON.stringify(past));
        }
        yield* odd(ODD_TEXTS.map((text) => JSON.stringify(text)));
        return;
      }
      case "integer":
      case "number": {
        const most = numberIn(schema, "maximum");
        if (most !== null) yield this.#case("fits", path, `${most}`, most, String(most));
        if (most !== null && most < Number.MAX_SAFE_INTEGER)
          yield this.#case("past", path, `one past ${most}`, most, String(most + 1));
        yield* odd(ODD_NUMBERS.map(String));
        return;
      }
      case undefined: {
        const choices = schema["anyOf"] ?? schema["oneOf"];
        if (!Array.isArray(choices)) yield* odd(ODD_JSON);
        else
          for (const choice of choices) if (isJsonObject(choice)) yield* this.edges(choice, path);
        return;
      }
      default:
        yield* odd(["null", "7"]);
    }
  }

  /** The sample of the whole with this text at the place. */
  #case(
    kind: EdgeCase["kind"],
    path: Place,
    what: string,
    limit: number | null,
    text: string,
  ): EdgeCase {
    const title = `${path.join(".") || "the input"}: ${what}`;
    return { title, path, kind, limit, text: this.#around(this.#root, path, [], text) };
  }

  #around(drawn: JsonObject, path: Place, done: Place, text: string): string {
    const [key, ...rest] = path;
    if (key === undefined) return text;
    const schema = this.#branch(this.#resolved(drawn), key);
    const at = [...done, key];
    if (typeof key === "number") return `[${this.#around(this.#items(schema), rest, at, text)}]`;
    const inner = this.#properties(schema).find(([name]) => name === key)?.[1] ?? {};
    const others = this.#required(schema).filter(([name]) => name !== key);
    const members = others.map(
      ([name, one]) =>
        `${JSON.stringify(name)}:${JSON.stringify(this.sample(one, [...done, name]))}`,
    );
    return `{${[...members, `${JSON.stringify(key)}:${this.#around(inner, rest, at, text)}`].join(",")}}`;
  }

  /** Of several shapes the one that has this key. */
  #branch(schema: JsonObject, key: string | number): JsonObject {
    const choices = schema["anyOf"] ?? schema["oneOf"];
    if (!Array.isArray(choices)) return schema;
    const fitting = choices.filter(isJsonObject).map((choice) => this.#resolved(choice));
    const wanted = typeof key === "number" ? "array" : "object";
    return fitting.find(({ type }) => type === wanted) ?? schema;
  }

  #properties(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
    const { properties } = schema;
    if (!isJsonObject(properties)) return [];
    return Object.entries(properties).flatMap(([key, inner]) =>
      isJsonObject(inner) ? [[key, inner] as const] : [],
    );
  }

  #required(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
    const { required } = schema;
    const names = Array.isArray(required) ? required : [];
    return this.#properties(schema).filter(([key]) => names.includes(key));
  }

  #items({ items }: JsonObject): JsonObject {
    return isJsonObject(items ?? null) ? (items as JsonObject) : {};
  }

  #resolved(schema: JsonObject): JsonObject {
    const { $ref } = schema;
    const name = typeof $ref === "string" ? $ref.split("/").at(-1) : undefined;
    const { $defs } = this.#root;
    if (name === undefined || !isJsonObject($defs ?? null)) return schema;
    const found = ($defs as JsonObject)[name];
    return found !== undefined && isJsonObject(found) ? found : schema;
  }
}

function numberIn(schema: JsonObject, key: string): number | null {
  const value = schema[key];
  return typeof value === "number" ? value : null;
}
