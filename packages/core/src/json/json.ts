import { ExactNumber } from "./number.ts";

/** Any JSON value, as it stands in documents, events and results. */
export type Json = null | boolean | number | ExactNumber | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Proves to the compiler that a switch is exhaustive; reaching it is a bug. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}

/** True for a JSON object (not null, not an array, not a number of many digits). Pure. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

/** True for a list or an object, which hold values of their own. Pure. */
export function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof ExactNumber);
}

/**
 * The member `key` of a JSON object itself; undefined when there is none or
 * `value` is no object. Never answers with something inherited ("constructor").
 */
export function member(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/**
 * What stands in a record under a key that somebody else chose; undefined when nothing does. A plain
 * object is no map: asked by `[key]` it answers "constructor" with what it inherited.
 */
export function own<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/**
 * Keys that no document, configuration or operation may hold: as keys of plain
 * objects they reach the prototype instead of the object.
 */
export function isForbiddenKey(key: string): boolean {
  return key === "__proto__" || key === "constructor" || key === "prototype";
}

declare const brand: unique symbol;
/** A value of `T` that came about in one way only, so that it is not mistaken for another of `T`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
