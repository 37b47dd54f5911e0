import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { PlaybookNameInput } from "./input.ts";

export const playbookCreate = verb(
  "playbook.create",
  z.strictObject({ name: PlaybookNameInput, siteId: RowId, document: z.unknown().optional() }),
  async (): Promise<{ id: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
