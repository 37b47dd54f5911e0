import type { PlaybookDocument } from "@callbook/core/document";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const playbookExport = verb(
  "playbook.export",
  z.strictObject({ id: RowId }),
  async (): Promise<PlaybookDocument> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
