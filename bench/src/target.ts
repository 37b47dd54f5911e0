/**
 * The third party of the benchmark, in a process of its own: answers every request at once, and calls
 * the callback URL that came with POST /async a moment later.
 */
import { createServer } from "node:http";
import { Agent, request as send } from "undici";

/** Long enough for the run to be parked when the callback comes. */
const callbackMs = 50;

const answer = { ip: "203.0.113.54", score: 91, country: "BR" };
const body = JSON.stringify(answer);
const pool = new Agent({ connections: 64 });

const server = createServer((request, response) => {
  const status = request.url === "/fault" ? 500 : 200;
  if (request.url !== "/async") {
    request.resume();
    response.writeHead(status, { "content-type": "application/json" }).end(body);
    return;
  }
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const asked: { readonly callback: string } = JSON.parse(Buffer.concat(pieces).toString());
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    setTimeout(() => void call(asked.callback), callbackMs);
  });
});
server.keepAliveTimeout = 60_000;

async function call(url: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await send(url, { method: "POST", headers, body, dispatcher: pool });
  const text = await reply.body.text();
  // Whoever waits for the run waits in vain, and the benchmark ends with that.
  if (reply.statusCode >= 300) process.stderr.write(`callback: ${reply.statusCode} ${text}\n`);
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
