import { checkSeen } from "@callbook/core/text";
import { z } from "zod";

/** How people name something: what is typed is what is seen. */
export const NameInput = z
  .string()
  .trim()
  .min(1, "a name is required")
  .max(100, "at most 100 characters")
  .superRefine((name, context) => {
    const fault = checkSeen(name);
    if (fault !== null) context.addIssue(fault);
  });
