import { member } from "./json.ts";

/**
 * How values travel between server and browser: as the JSON they are, in an envelope of one member.
 * Nothing is looked for in them, so that what third parties wrote is neither walked nor copied,
 * whatever its keys are.
 */
export const plainJson = {
  serialize: (value: unknown): { readonly json: unknown } => ({ json: value }),
  deserialize: (envelope: unknown): unknown => member(envelope, "json"),
};
