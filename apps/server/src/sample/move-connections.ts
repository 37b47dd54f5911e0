import type { PrismaClient } from "@callbook/db";
import { notify } from "@callbook/services/notice";

/**
 * Another program has taken the sample's port meanwhile: its connections follow it, each field
 * that still leads to the old port. What somebody has changed stays as it is.
 */
export async function moveConnections(
  db: PrismaClient,
  from: number,
  to: number,
  setting: string,
): Promise<void> {
  const [old, now] = [`127.0.0.1:${from}`, `127.0.0.1:${to}`];
  await db.$transaction(async (tx) => {
    const connections = await tx.connection.findMany({
      where: { isSample: true, deletedAt: null },
    });
    for (const { id, requestUrl, allowedAddress, version } of connections) {
      const moved = {
        requestUrl: requestUrl.replace(`://${old}`, `://${now}`),
        allowedAddress: allowedAddress === old ? now : allowedAddress,
      };
      if (moved.requestUrl === requestUrl && moved.allowedAddress === allowedAddress) continue;
      await tx.connection.update({ where: { id }, data: { ...moved, version: version + 1 } });
      await notify(tx, { kind: "connection", id });
    }
    await tx.setting.update({
      where: { key: setting },
      data: { value: { port: to, seeded: true } },
    });
  });
}
