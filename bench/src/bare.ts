/**
 * What the runs are held against: the same undici call behind the same kind of
 * HTTP request, with nothing kept. It shows what the machine can do at all.
 */
import { createServer } from "node:http";
import { Agent, request as send } from "undici";

const target = process.argv[2];
if (target === undefined) throw new Error("usage: bare.ts TARGET_URL");
const pool = new Agent({ connections: 64 });

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    void answer().then(
      (body) => response.writeHead(200, { "content-type": "application/json" }).end(body),
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
});
server.keepAliveTimeout = 60_000;

async function answer(): Promise<string> {
  const reply = await send(target ?? "", { dispatcher: pool });
  const value: unknown = await reply.body.json();
  const score =
    typeof value === "object" && value !== null && "score" in value ? value.score : null;
  return JSON.stringify({
    state: "succeeded",
    outputs: { verdict: Number(score) > 50 ? "bad" : "good" },
  });
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
