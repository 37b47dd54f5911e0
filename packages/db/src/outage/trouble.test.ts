import { createServer } from "node:net";
import { expect, it } from "vitest";
import { createPool, createPrisma } from "../pool.ts";
import { type DatabaseTrouble, databaseTrouble, isPassing } from "./trouble.ts";

/** As pg throws it. */
function refused(code: string, message = "said by PostgreSQL"): Error {
  return Object.assign(new Error(message), { code, severity: "FATAL" });
}

const told: Readonly<Record<string, DatabaseTrouble>> = {
  "08006": "unreachable",
  "57P01": "restarting",
  "57P02": "restarting",
  "57P03": "restarting",
  "57P04": "unreachable",
  "57P05": "unreachable",
  "57014": "busy",
  "53100": "room",
  "53300": "connections",
  "53400": "room",
  "55P03": "busy",
  "55006": "busy",
  "25006": "read-only",
  "25P03": "unreachable",
  "40001": "conflict",
  "40P01": "conflict",
};

it("what PostgreSQL says of itself passes, whoever wraps it", () => {
  for (const [code, trouble] of Object.entries(told)) {
    const error = refused(code);
    const adapter = { originalCode: code, kind: "postgres", code, message: "" };
    const prisma = (outer: string) =>
      Object.assign(new Error("Database error"), {
        code: outer,
        meta: {
          modelName: "User",
          driverAdapterError: Object.assign(new Error(""), { cause: adapter }),
        },
      });
    expect([code, databaseTrouble(error)]).toEqual([code, trouble]);
    expect([code, databaseTrouble(prisma("P2039"))]).toEqual([code, trouble]);
    expect([code, databaseTrouble(prisma("P2010"))]).toEqual([code, trouble]);
    expect([code, databaseTrouble(new Error("start failed", { cause: error }))]).toEqual([
      code,
      trouble,
    ]);
    expect([code, databaseTrouble(new AggregateError([error]))]).toEqual([code, trouble]);
  }
});

it("what is wrong with a statement or with the program does not pass", () => {
  for (const code of [
    "23505",
    "42P01",
    "42601",
    "22P02",
    "28P01",
    "3D000",
    "XX000",
    "P2002",
    "P2025",
  ])
    expect([code, isPassing(refused(code))]).toEqual([code, false]);
  const others = [
    new Error("the connection 4 has no timeout"),
    new TypeError("terminate is not a function"),
    new DOMException("The operation was aborted due to timeout", "TimeoutError"),
    Object.assign(new Error("aborted"), { code: "ECONNRESET" }),
    { code: "57P01 " },
    "ECONNREFUSED",
    null,
  ];
  for (const other of others) expect([other, isPassing(other)]).toEqual([other, false]);
});

it("an error that holds itself is read once", () => {
  const error = new Error("round");
  error.cause = error;
  expect(isPassing(error)).toBe(false);
});

it("nobody at the address, and somebody who hangs up, is told by pg, by Prisma and by its raw queries", async () => {
  const hangsUp = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => hangsUp.listen(0, "127.0.0.1", resolve));
  const address = hangsUp.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  for (const there of [port, 1]) {
    const pool = createPool(`postgresql://nobody@127.0.0.1:${there}/nothing`);
    const prisma = createPrisma(pool);
    const asked = [
      pool.query("select 1"),
      prisma.user.findMany(),
      prisma.$queryRaw`select 1`,
      prisma.$transaction((db) => db.user.findMany()),
    ];
    const answers = await Promise.allSettled(asked);
    const troubles = answers.map((answer) =>
      answer.status === "rejected" ? databaseTrouble(answer.reason) : "answered",
    );
    expect(troubles).toEqual(asked.map(() => "unreachable"));
    await prisma.$disconnect();
    await pool.end();
  }
  hangsUp.close();
});
