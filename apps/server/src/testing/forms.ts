import type { ConnectionForm } from "@callbook/services/connection";
import type { Person } from "./people.ts";

/** A form as it is filled in for a service on this machine; `changes` say what is different. */
export function connectionForm(changes: Partial<ConnectionForm> = {}): ConnectionForm {
  const requestUrl = changes.requestUrl ?? "https://api.example.test/v1";
  const { hostname, host, port } = new URL(
    URL.canParse(requestUrl) ? requestUrl : "https://api.example.test",
  );
  return {
    name: "c1",
    scope: "site",
    siteId: null,
    recipientSiteId: null,
    description: "",
    permissions: [],
    active: true,
    requestUrl,
    authMethod: "none",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: hostname === "127.0.0.1" && port !== "" ? host : "",
    parameters: {},
    ...changes,
  };
}

/** The number of a declared integration. */
export async function integrationId(person: Person, key = "rest-api-callback"): Promise<number> {
  const integration = (await person.api.integrations.list.query()).find((one) => one.key === key);
  if (integration === undefined) throw new Error(`there is no integration ${key}`);
  return integration.id;
}

let keys = 0;

/** A key as a browser makes it. */
export function testKey(): string {
  keys += 1;
  return `test-key-${String(keys).padStart(6, "0")}`;
}
