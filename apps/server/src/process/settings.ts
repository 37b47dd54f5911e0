import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineRole } from "@callbook/engine";
import { EmailInput, PasswordInput } from "@callbook/services/person";
import { z } from "zod";
import { isNetwork } from "../http/trusted-proxies.ts";

/** What the environment says, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end; null: follows from host and port. */
  readonly publicUrl: string | null;
  /** Networks whose word on where a request comes from counts, in CIDR notation; none by default. */
  readonly trustedProxies: readonly string[];
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly owner: { readonly email: string; readonly password: string } | null;
  readonly masterKey: string | null;
  /** null: with an embedded database only. */
  readonly sample: boolean | null;
  /** all: answers and performs runs. api: answers only. worker: performs only. */
  readonly role: EngineRole;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
}

/** One or several settings cannot be used; the message has a line for each and no value of a secret one. */
export class SettingsRefusal extends Error {
  override name = "SettingsRefusal";
}

/** The variables, in the order in which they are documented. */
export const SETTING_NAMES = [
  "PORT",
  "HOST",
  "PUBLIC_URL",
  "TRUSTED_PROXIES",
  "DATABASE_URL",
  "CALLBOOK_DATA",
  "CALLBOOK_OWNER_EMAIL",
  "CALLBOOK_OWNER_PASSWORD",
  "CALLBOOK_MASTER_KEY",
  "CALLBOOK_SAMPLE",
  "ROLE",
  "LOG_LEVEL",
] as const;

export const DEFAULT_PORT = 4600;
const root = fileURLToPath(new URL("../../../../", import.meta.url));

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, "must be a port number, 0 to 65535 (0: any free one)")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a port number, 0 to 65535 (0: any free one)")
    .default(DEFAULT_PORT),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:%_-]+$/, "must be an address or a host name to listen on, without a port")
    .default("127.0.0.1"),
  PUBLIC_URL: z.string().transform(publicUrl).optional(),
  TRUSTED_PROXIES: z.string().transform(networks).default([]),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must look like postgresql://user:password@host:5432/database")
    .optional(),
  CALLBOOK_DATA: z.string().optional(),
  CALLBOOK_OWNER_EMAIL: EmailInput.optional(),
  CALLBOOK_OWNER_PASSWORD: PasswordInput.optional(),
  CALLBOOK_MASTER_KEY: z.string().optional(),
  CALLBOOK_SAMPLE: z.enum(["0", "1"], "must be 0 (leave the sample out) or 1").optional(),
  ROLE: z
    .enum(
      ["all", "api", "worker"],
      "must be all, api (answers only) or worker (performs runs only)",
    )
    .default("all"),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "must be fatal, error, warn, info, debug, trace or silent",
    )
    .default("info"),
});

function publicUrl(text: string, context: z.core.$RefinementCtx<string>): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fits =
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.pathname === "/" &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "";
  if (url !== null && fits) return url.origin;
  context.addIssue({
    code: "custom",
    message:
      "must be where browsers reach this server, as https://callbook.example.org, without a path",
  });
  return z.NEVER;
}

function networks(text: string, context: z.core.$RefinementCtx<string>): readonly string[] {
  const list = text.split(",").map((one) => one.trim());
  if (list.every(isNetwork)) return list;
  context.addIssue({
    code: "custom",
    message: "must be addresses or networks of proxies, as 10.0.0.7,192.168.4.0/24,fd00::/8",
  });
  return z.NEVER;
}

/** Reads and checks the settings. An empty variable counts as not set. Throws SettingsRefusal. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const set = Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const read = Environment.safeParse(set);
  const faults = read.success
    ? []
    : read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  const [email, password] = [set["CALLBOOK_OWNER_EMAIL"], set["CALLBOOK_OWNER_PASSWORD"]];
  if ((email === undefined) !== (password === undefined))
    faults.push("CALLBOOK_OWNER_EMAIL and CALLBOOK_OWNER_PASSWORD are set together or not at all");
  const role = set["ROLE"];
  if (role !== undefined && role !== "all" && set["DATABASE_URL"] === undefined)
    faults.push(
      `ROLE=${role} needs DATABASE_URL: an embedded database has one process, which does all`,
    );
  if (!read.success || faults.length > 0)
    throw new SettingsRefusal(
      ["Callbook cannot start with these settings:", ...faults].join("\n  "),
    );
  const { data } = read;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ?? null,
    trustedProxies: data.TRUSTED_PROXIES,
    databaseUrl: data.DATABASE_URL ?? null,
    dataDirectory: data.CALLBOOK_DATA ?? join(root, ".data"),
    owner:
      data.CALLBOOK_OWNER_EMAIL === undefined || data.CALLBOOK_OWNER_PASSWORD === undefined
        ? null
        : { email: data.CALLBOOK_OWNER_EMAIL, password: data.CALLBOOK_OWNER_PASSWORD },
    masterKey: data.CALLBOOK_MASTER_KEY ?? null,
    sample: data.CALLBOOK_SAMPLE === undefined ? null : data.CALLBOOK_SAMPLE === "1",
    role: data.ROLE,
    logLevel: data.LOG_LEVEL,
  };
}

/** Whether only this machine can reach the address that is listened on. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Whether an http or https address leads to this machine, for whoever is on it. */
export function isLoopbackUrl(url: string): boolean {
  return isLoopbackHost(new URL(url).hostname.replace(/^\[|\]$/g, ""));
}
