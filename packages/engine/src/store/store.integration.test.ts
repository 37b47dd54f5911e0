import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll } from "vitest";
import { appending } from "./testing/appending.ts";
import { arriving } from "./testing/arriving.ts";
import { listing } from "./testing/listing.ts";
import { owning } from "./testing/owning.ts";
import { reading } from "./testing/reading.ts";
import { retaining } from "./testing/retaining.ts";
import { openWorld, type World } from "./testing/world.ts";

let database: TestDatabase;
let world: World;
const open = (): World => world;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await openWorld(database);
});
afterAll(async () => {
  await world.store.close();
  await world.other.close();
  await database.drop();
});

appending(open);
owning(open);
arriving(open);
listing(open);
reading(open);
retaining(open);
