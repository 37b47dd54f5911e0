import { excessText, findExcess, parseExactly } from "@callbook/core/json";
import { invalid } from "@callbook/services/refusal";
import { TRPCError } from "@trpc/server";

/**
 * The request, whose JSON is counted before it is parsed: what it may hold is limited by depth and
 * by number, for whoever walks it afterwards, signed in or not. Only its `json` may be read.
 */
export function countedRequest(request: Request): Request {
  const json = async (): Promise<unknown> => {
    const text = await request.text();
    demandReadable(text);
    return parseExactly(text);
  };
  return Object.defineProperty(request, "json", { value: json });
}

/** Refuses JSON of too many levels or values, in a body or in the address of a query. */
export function demandReadable(text: string): void {
  const excess = findExcess(text);
  if (excess === null) return;
  const message = `The request's JSON is not taken: ${excessText(excess)}.`;
  throw new TRPCError({ code: "BAD_REQUEST", message, cause: invalid([{ path: "", message }]) });
}
