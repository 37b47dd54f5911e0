import { type RefusalCode, type RefusalDetail, refusalOf } from "@callbook/services/refusal";
import { type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import { z } from "zod";

export interface ShownRefusal extends RefusalDetail {
  readonly code: RefusalCode;
  readonly message: string;
}

const TRPC_CODES = {
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  INVALID: "BAD_REQUEST",
  CONFLICT: "CONFLICT",
  TOO_MANY: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
} as const satisfies Record<RefusalCode, TRPC_ERROR_CODE_KEY>;

/** The one place where a refusal becomes an error of tRPC, of which it is the cause; null: the error is a bug. */
export function refused(error: unknown): TRPCError | null {
  const cause = refusalOf(error);
  if (cause === null) return null;
  return new TRPCError({ code: TRPC_CODES[cause.code], message: cause.message, cause });
}

/** The refusal behind an error; null for a bug. */
export function shownRefusal(error: TRPCError): ShownRefusal | null {
  const { cause } = error;
  const known = refusalOf(cause);
  if (known !== null) return { code: known.code, message: known.message, ...known.detail };
  if (cause instanceof z.ZodError) return { code: "INVALID", ...describeIssues(cause) };
  switch (error.code) {
    case "NOT_FOUND":
      return { code: "NOT_FOUND", message: "There is no such procedure." };
    case "BAD_REQUEST":
    case "PARSE_ERROR":
      return { code: "INVALID", message: "The request cannot be read." };
    case "UNSUPPORTED_MEDIA_TYPE":
    case "METHOD_NOT_SUPPORTED":
      return { code: "INVALID", message: "The request's method or media type does not fit." };
    default:
      return null;
  }
}

/** What a schema found wrong, with the path of each fault. */
export function describeIssues(error: z.ZodError): Pick<ShownRefusal, "message" | "fields"> & {
  fields: { path: string; message: string }[];
} {
  const fields = error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  const first = fields[0];
  const at = first === undefined || first.path === "" ? "" : `${first.path}: `;
  return { message: `${at}${first?.message ?? "not valid"}`, fields };
}
