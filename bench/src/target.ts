/** The third party of the benchmark: answers every request at once, in a process of its own. */
import { createServer } from "node:http";

const body = JSON.stringify({ ip: "203.0.113.54", score: 91, country: "BR" });

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json" }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
