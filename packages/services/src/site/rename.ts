import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { SiteNameInput } from "./input.ts";
import type { SiteRow } from "./views.ts";

export const siteRename = verb(
  "site.rename",
  z.strictObject({ id: RowId, name: SiteNameInput }),
  async (): Promise<SiteRow> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
