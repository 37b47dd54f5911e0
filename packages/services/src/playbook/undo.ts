import type { OperationAck } from "@callbook/core/operation";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { OperationId } from "./input.ts";

export const playbookUndo = verb(
  "playbook.undo",
  z.strictObject({ id: RowId, operationId: OperationId, newId: OperationId }),
  async (): Promise<{ ack: OperationAck }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
