import { lookup as systemLookup } from "node:dns/promises";

/**
 * All addresses of a host name, in the order in which they should be tried. Rejects with the
 * error of the resolver (its `code` is ENOTFOUND, EAI_AGAIN, ...).
 */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** The resolver of the operating system, which also knows its hosts file. */
export const lookupBySystem: Lookup = async (hostname) => {
  const answers = await systemLookup(hostname, { all: true, order: "verbatim" });
  return answers.map((answer) => answer.address);
};
