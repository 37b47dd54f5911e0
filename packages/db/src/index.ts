export { type EmbeddedPostgres, launchPostgres } from "./embedded/launch.ts";
// biome-ignore lint/performance/noReExportAll: made by Prisma, which names it, anew with each change of the schema
export * from "./generated/client.ts";
export { type Listener, openListener } from "./listen.ts";
export { type MigrateOptions, migrate, migrationsFolder } from "./migrate.ts";
export { type Database, DirectoryTaken, type OpenOptions, openDatabase } from "./open.ts";
export { type Outages, openOutages, TROUBLES } from "./outage/outages.ts";
export {
  DatabaseAway,
  type DatabaseTrouble,
  databaseTrouble,
  isPassing,
} from "./outage/trouble.ts";
export { createPool, createPrisma } from "./pool.ts";
export { DatabaseRefusal } from "./refusal.ts";
