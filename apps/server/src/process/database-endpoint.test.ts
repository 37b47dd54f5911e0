import { expect, it } from "vitest";
import { databaseEndpoint } from "./database-endpoint.ts";

it.each([
  ["postgresql://u:p@db.internal/callbook", "db.internal", 5432],
  ["postgresql://u:p@db.internal:6000/callbook", "db.internal", 6000],
  ["postgres://u:p@[::1]:6000/callbook", "[::1]", 6000],
  ["postgresql://u:p@proxy/callbook?host=db.internal&port=6001", "db.internal", 6001],
  ["postgresql:///callbook?host=/run/postgresql", "", 5432],
  ["postgresql://u:p@%2Frun%2Fpostgresql/callbook", "", 5432],
])("122: the database of %s is at %s port %i", (url, host, port) => {
  expect(databaseEndpoint(url)).toEqual({ host, port });
});
