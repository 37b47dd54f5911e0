import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { PlaybookRow } from "./views.ts";

export const playbookList = verb(
  "playbook.list",
  z.strictObject({ siteId: RowId.optional() }),
  async (): Promise<PlaybookRow[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
