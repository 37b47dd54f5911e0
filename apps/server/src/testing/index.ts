export { connectionForm, integrationId, testKey } from "./forms.ts";
export { type Person, setUpOwner, signInAs } from "./people.ts";
export { startTestServer, type TestServer, type TestServerOptions } from "./test-server.ts";
export { type Client, clientOf, refusalOf } from "./trpc-client.ts";
export { makeWorld, personIn, type World } from "./world.ts";
