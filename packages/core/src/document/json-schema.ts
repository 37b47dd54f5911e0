import { z } from "zod";
import { FORMAT_VERSION, PlaybookDocument } from "./document.ts";

/** The JSON Schema (draft 2020-12) of a playbook document of the present format version. */
export function playbookDocumentSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(PlaybookDocument, { io: "input" });
  return {
    $schema,
    title: `Callbook playbook document, format version ${FORMAT_VERSION}`,
    description:
      "Blocks and the callbacks between them. Ids never change; the order of callbacks is the order in which a port calls them. Datapaths and templates in texts hold ids.",
    ...rest,
  };
}
