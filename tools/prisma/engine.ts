import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { externalTables } from "./external-tables.ts";

/** What `diff` compares: a schema file's text, the database, or nothing. */
export type Side = { kind: "empty" } | { kind: "schema"; text: string } | { kind: "database" };

type Engine = { diff(params: object): Promise<{ stdout: string | null }> };

/**
 * Prisma's schema engine in its WebAssembly build, which comes from the npm
 * registry; the native one would be downloaded from elsewhere at each command.
 * Returns the SQL that leads from one side to the other; "" when they are equal.
 */
export async function diffSchemas(databaseUrl: string, from: Side, to: Side): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  pool.on("error", () => undefined);
  const engine = await startEngine(pool);
  const asked = {
    from: target(from),
    to: target(to),
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: {
      externalTables: externalTables.map((table) => `public.${table}`),
      externalEnums: [],
    },
  };
  try {
    const sql = (await engine.diff(asked)).stdout ?? "";
    return sql.trim() === "-- This is an empty migration." ? "" : sql;
  } finally {
    await pool.end();
  }
}

function target(side: Side): object {
  switch (side.kind) {
    case "empty":
      return { tag: "empty" };
    case "schema":
      return { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: side.text }] };
    case "database":
      return {
        tag: "schemaDatasource",
        files: [
          { path: "schema.prisma", content: 'datasource db {\n provider = "postgresql"\n}\n' },
        ],
        configDir: ".",
      };
  }
}

/**
 * The engine reads the catalogue's one-byte "char" (oid 18), which the adapter does
 * not know: it is let through as text (25) and handed on as a character.
 */
function readableAdapter(pool: pg.Pool): PrismaPg {
  const characters = new Set<string>();
  const query: (...asked: unknown[]) => Promise<pg.QueryResult> = pool.query.bind(pool);
  const patchedQuery = async (...asked: unknown[]): Promise<pg.QueryResult> => {
    const result = await query(...asked);
    for (const field of result.fields.filter((candidate) => candidate.dataTypeID === 18)) {
      characters.add(field.name);
      field.dataTypeID = 25;
    }
    return result;
  };
  const factory = new PrismaPg(Object.assign(pool, { query: patchedQuery }));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (asked) => {
      const set = await queryRaw(asked);
      const columnTypes = set.columnTypes.map((type, index) =>
        characters.has(set.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type,
      );
      return { ...set, columnTypes };
    };
    return adapter;
  };
  return factory;
}

type Bindings = {
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
};
let loading: Promise<Bindings> | undefined;

async function startEngine(pool: pg.Pool): Promise<Engine> {
  loading ??= loadBindings();
  const { SchemaEngine } = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(readableAdapter(pool));
  return SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/** Once per process: its bindings hold the one instance that they were given last. */
async function loadBindings(): Promise<Bindings> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const path = entry.replace(/schema_engine\.js$/, "schema_engine_bg.js");
  const bindings = await import(pathToFileURL(path).href);
  const wasm = await readFile(path.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
  return bindings;
}
