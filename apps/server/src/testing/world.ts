import type { Person } from "./people.ts";
import { setUpOwner, signInAs } from "./people.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "./test-server.ts";

/** A server with its owner, two internal sites and a client's. */
export interface World {
  readonly server: TestServer;
  readonly owner: Person;
  readonly sites: { readonly berlin: number; readonly oslo: number; readonly acme: number };
}

export async function makeWorld(options: TestServerOptions = {}): Promise<World> {
  const server = await startTestServer(options);
  const owner = await setUpOwner(server);
  const [first] = await owner.api.sites.list.query();
  if (first === undefined) throw new Error("the owner has no site");
  const berlin = await owner.api.sites.rename.mutate({ id: first.id, name: "Berlin" });
  const oslo = await owner.api.sites.create.mutate({ name: "Oslo", kind: "internal" });
  const acme = await owner.api.sites.create.mutate({ name: "Acme", kind: "client" });
  return { server, owner, sites: { berlin: berlin.id, oslo: oslo.id, acme: acme.id } };
}

/** Adds somebody with one role in one site. */
export function personIn(
  world: World,
  name: string,
  siteId: number | null,
  role: Parameters<typeof signInAs>[3][number]["role"],
): Promise<Person> {
  return signInAs(world.server, world.owner, name, [{ siteId, role }]);
}
