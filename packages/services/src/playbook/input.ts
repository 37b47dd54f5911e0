import type { Operation } from "@callbook/core/operation";
import { z } from "zod";
import { Ordinal } from "../verb/ids.ts";
import { NameInput } from "../verb/names.ts";

export const PlaybookNameInput = NameInput;

/** "<client id>:<counter>" */
export const OperationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,60}:[0-9]{1,12}$/, "an operation id looks like client:7");

/** An operation on its way; what it holds is checked when it is applied. */
export const EnvelopeInput = z.strictObject({
  v: Ordinal.min(1),
  id: OperationId,
  baseSeq: Ordinal,
  formatVersion: Ordinal.min(1),
  label: z.string().max(300),
  operation: z.custom<Operation>(
    (value) => typeof value === "object" && value !== null && "kind" in value,
    "an operation is an object with its kind",
  ),
  undoes: OperationId.nullable(),
});
