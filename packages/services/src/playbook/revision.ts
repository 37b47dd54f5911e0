import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { RevisionView } from "./views.ts";

export const playbookRevision = verb(
  "playbook.revision",
  z.strictObject({ revisionId: RowId }),
  async (): Promise<RevisionView> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
