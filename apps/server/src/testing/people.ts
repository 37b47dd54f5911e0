import type { Role } from "@callbook/services/permissions";
import type { TestServer } from "./test-server.ts";
import type { Client } from "./trpc-client.ts";

/** Somebody with a browser, signed in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly api: Client;
  cookie(): string;
}

const PASSWORD = "correct horse battery";

/** Makes the owner by the form of the first start and signs him in. */
export async function setUpOwner(server: TestServer, code?: string): Promise<Person> {
  const { api, cookie } = server.browser();
  const email = "olga@example.org";
  await api.session.setup.mutate({
    name: "Olga Owner",
    email,
    password: PASSWORD,
    ...(code === undefined ? {} : { code }),
  });
  const { user } = await api.session.state.query();
  return { id: user?.id ?? "", email, password: PASSWORD, api, cookie };
}

/** Adds a person by the one-time link, as the owner does, and signs him in. */
export async function signInAs(
  server: TestServer,
  owner: Person,
  name: string,
  memberships: { siteId: number | null; role: Role }[],
): Promise<Person> {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@example.org`;
  const { id, link } = await owner.api.users.add.mutate({ name, email, memberships });
  const { api, cookie } = server.browser();
  await api.session.join.mutate({ token: link.split("/").at(-1) ?? "", password: PASSWORD });
  return { id, email, password: PASSWORD, api, cookie };
}
