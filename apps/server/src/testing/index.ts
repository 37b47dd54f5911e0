export { type Person, setUpOwner, signInAs } from "./people.ts";
export { startTestServer, type TestServer, type TestServerOptions } from "./test-server.ts";
export { type Client, clientOf, refusalOf } from "./trpc-client.ts";
