import { databaseTrouble, TROUBLES } from "@callbook/db";

/** Why a request is not done. Each code is mapped once for tRPC and once for REST. */
export const REFUSAL_CODES = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID",
  "CONFLICT",
  "TOO_MANY",
  "UNAVAILABLE",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A fault of one field. `path` is dotted, from the input's root: "form.name", "document.blocks.3.type". */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export interface RefusalDetail {
  /** The label of the field at fault. */
  readonly field?: string;
  readonly fields?: readonly FieldFault[];
  /** The failure class that scripts read, where one fits: "F-PERM", "F-SITE". */
  readonly failureClass?: string;
  /** Problems that keep a playbook from being published or run. */
  readonly problems?: readonly unknown[];
  /** TOO_MANY and UNAVAILABLE: after how many seconds another try makes sense. */
  readonly retryAfterSeconds?: number;
}

/**
 * A request that is understood and not done. Its message is for people and holds
 * neither a secret nor anything the asker may not know.
 */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;

  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** The refusal that an error is, or comes to when our own database is away; null: it is a bug. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const trouble = databaseTrouble(error);
  if (trouble === null) return null;
  const message = `The database ${TROUBLES[trouble]}. Nothing is lost; try again in a moment.`;
  const refusal = new Refusal("UNAVAILABLE", message, { retryAfterSeconds: 2 });
  // Whoever logs it finds out what was the case.
  refusal.cause = error;
  return refusal;
}

/** The one answer for what is not there and for what is not the asker's: no difference can be seen. */
export function notFound(what: string): Refusal {
  return new Refusal("NOT_FOUND", `There is no such ${what}, or it is not in one of your sites.`);
}

/** An input with faults of its fields. `message` defaults to the first fault's. */
export function invalid(fields: readonly FieldFault[], message?: string): Refusal {
  return new Refusal("INVALID", message ?? fields[0]?.message ?? "The input is not valid.", {
    fields,
  });
}
