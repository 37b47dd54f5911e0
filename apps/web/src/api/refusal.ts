import { TRPCClientError } from "@trpc/client";
import { z } from "zod";

const Refusal = z.object({
  code: z.enum([
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "NOT_FOUND",
    "INVALID",
    "CONFLICT",
    "TOO_MANY",
    "UNAVAILABLE",
  ]),
  message: z.string(),
  field: z.string().nullish(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).nullish(),
});
export type Refusal = z.infer<typeof Refusal>;

/** What the server refused and why; null when the error is something else. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null || !("refusal" in data)) return null;
  const parsed = Refusal.safeParse(data.refusal);
  return parsed.success ? parsed.data : null;
}

/** True when no answer came at all: the server is away or the network is. */
export function isOffline(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data === null || error.data === undefined);
}

/** True when the same question may well be answered in a moment: nobody answers, or the server cannot just now. */
export function mayPass(error: unknown): boolean {
  return isOffline(error) || refusalOf(error)?.code === "UNAVAILABLE";
}

/** A sentence for people. Bugs of the server come with their reference id in the message. */
export function errorText(error: unknown): string {
  const refusal = refusalOf(error);
  if (refusal) return refusal.message;
  if (isOffline(error)) return "The server cannot be reached.";
  return error instanceof Error ? error.message : String(error);
}

/** The same for an error that may not be there: null when nothing went wrong. */
export function errorTextOf({ error }: { readonly error: unknown }): string | null {
  return error === null || error === undefined ? null : errorText(error);
}

/** Messages by field path, of a refusal that names fields; empty otherwise. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const refusal = refusalOf(error);
  if (!refusal) return {};
  const messages = new Map<string, string>();
  const tell = (path: string, message: string) => {
    if (!messages.has(path)) messages.set(path, message);
  };
  for (const { path, message } of refusal.fields ?? []) tell(path, message);
  if (refusal.field) tell(refusal.field, refusal.message);
  return Object.fromEntries(messages);
}
