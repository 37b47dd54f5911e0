import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { isSharedWith } from "./access/level.ts";
import { rowReader } from "./record/row.ts";
import type { ConnectionRow } from "./views.ts";

/** The connections that the asker's sites see, of one site when it is given. */
export const connectionList = reading({
  name: "connection.list",
  input: z.strictObject({ siteId: RowId.optional() }),
  subject: none,
  run: async ({ context, input: { siteId } }): Promise<ConnectionRow[]> => {
    const connections = await context.db.connection.findMany({
      where: { deletedAt: null },
      include: { permissions: true },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    });
    const reader = await rowReader(context, connections);
    const site = reader.sites.find(({ id }) => id === siteId);
    return connections.flatMap((connection) => {
      if (siteId !== undefined && (site === undefined || !isSharedWith(connection, site)))
        return [];
      const row = reader.toRow(connection);
      return row === null ? [] : [row];
    });
  },
});
