import { invalid } from "@callbook/services/refusal";
import { TRPCError } from "@trpc/server";
import superjson, { type SuperJSONResult } from "superjson";

/**
 * superjson, with one check before it: it copies what it reads, and a key __proto__ would set
 * the copy's prototype and be gone, where it must be refused.
 */
export const transformer = {
  input: {
    serialize: (value: unknown) => superjson.serialize(value),
    deserialize: (value: SuperJSONResult): unknown => {
      const path = findPrototypeKey(value.json);
      if (path === null) return superjson.deserialize(value);
      const cause = invalid([
        { path: path.join("."), message: 'The key "__proto__" is not allowed.' },
      ]);
      throw new TRPCError({ code: "BAD_REQUEST", message: cause.message, cause });
    },
  },
  output: {
    serialize: (value: unknown) => superjson.serialize(value),
    deserialize: (value: SuperJSONResult): unknown => superjson.deserialize(value),
  },
};

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Place | null;
}

/** Walks with a list of its own, so that depth is no danger. */
function findPrototypeKey(root: unknown): string[] | null {
  const open: Place[] = [{ value: root, key: "", parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) return [...pathOf(place), "__proto__"];
    for (const [key, member] of Object.entries(value))
      if (typeof member === "object") open.push({ value: member, key, parent: place });
  }
  return null;
}

function pathOf(place: Place): string[] {
  const keys: string[] = [];
  for (let at: Place | null = place; at?.parent != null; at = at.parent) keys.unshift(at.key);
  return keys;
}
