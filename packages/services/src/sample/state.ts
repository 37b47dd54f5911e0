import { z } from "zod";
import type { Db } from "../notice/notice.ts";
import { verb } from "../verb/verb.ts";

/** Whether something of the sample is still there. */
export const sampleState = verb(
  "sample.state",
  z.void(),
  async ({ db }): Promise<{ present: boolean }> => ({ present: await sampleIsPresent(db) }),
);

export async function sampleIsPresent(db: Db): Promise<boolean> {
  const [sites, connections, playbooks] = await Promise.all([
    db.site.count({ where: { isSample: true } }),
    db.connection.count({ where: { isSample: true, deletedAt: null } }),
    db.playbook.count({ where: { isSample: true, deletedAt: null } }),
  ]);
  return sites + connections + playbooks > 0;
}
