import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { type CatalogueView, toView } from "./views.ts";

/** A version of the catalogue. It never changes. */
export const catalogueGet = reading({
  name: "catalogue.get",
  input: z.strictObject({ id: RowId }),
  subject: none,
  run: async ({ context, input: { id } }): Promise<CatalogueView> => {
    const version = await context.catalogues.read(id);
    if (version === null) throw notFound("version of the catalogue");
    return toView(version);
  },
});
