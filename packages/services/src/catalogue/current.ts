import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { type CatalogueView, toView } from "./views.ts";

/** What this server accepts now; null: still the version that the asker has. */
export const catalogueCurrent = reading({
  name: "catalogue.current",
  input: z.strictObject({ known: RowId.nullable() }),
  subject: none,
  run: async ({ context: { catalogue }, input: { known } }): Promise<CatalogueView | null> =>
    catalogue.id === known ? null : toView(catalogue),
});
