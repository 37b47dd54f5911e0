import { z } from "zod";
import type { Db } from "../notice/notice.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";

/** Whether something of the sample is still there. */
export const sampleState = reading({
  name: "sample.state",
  input: z.void(),
  subject: none,
  run: async ({ context }) => ({ present: await sampleIsPresent(context.db) }),
});

export async function sampleIsPresent(db: Db): Promise<boolean> {
  const [sites, connections, playbooks] = await Promise.all([
    db.site.count({ where: { isSample: true } }),
    db.connection.count({ where: { isSample: true, deletedAt: null } }),
    db.playbook.count({ where: { isSample: true, deletedAt: null } }),
  ]);
  return sites + connections + playbooks > 0;
}
