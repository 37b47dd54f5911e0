import { describe, expect, it } from "vitest";
import { isLoopbackHost, readSettings, SettingsRefusal } from "./settings.ts";

describe("settings by environment", () => {
  it("listen on this machine only and run the embedded database when nothing is set", () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      port: 4600,
      host: "127.0.0.1",
      publicUrl: null,
      trustedProxies: [],
      databaseUrl: null,
      owner: null,
      masterKey: null,
      sample: null,
      role: "all",
      logLevel: "info",
    });
    expect(settings.dataDirectory).toMatch(/\.data$/);
  });

  it("take every variable that is documented", () => {
    expect(
      readSettings({
        PORT: "8080",
        HOST: "0.0.0.0",
        PUBLIC_URL: "https://callbook.example.org/",
        TRUSTED_PROXIES: "10.0.0.7, fd00::/8",
        DATABASE_URL: "postgres://u:p@db/callbook",
        CALLBOOK_DATA: "/var/lib/callbook",
        CALLBOOK_OWNER_EMAIL: "Anna@Example.org",
        CALLBOOK_OWNER_PASSWORD: "long enough",
        CALLBOOK_MASTER_KEY: "ab".repeat(32),
        CALLBOOK_SAMPLE: "0",
        ROLE: "worker",
        LOG_LEVEL: "debug",
      }),
    ).toEqual({
      port: 8080,
      host: "0.0.0.0",
      publicUrl: "https://callbook.example.org",
      trustedProxies: ["10.0.0.7", "fd00::/8"],
      databaseUrl: "postgres://u:p@db/callbook",
      dataDirectory: "/var/lib/callbook",
      owner: { email: "anna@example.org", password: "long enough" },
      masterKey: "ab".repeat(32),
      sample: false,
      role: "worker",
      logLevel: "debug",
    });
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["PORT", "-1"],
    ["HOST", "127.0.0.1:80 x"],
    ["PUBLIC_URL", "callbook.example.org"],
    ["PUBLIC_URL", "ftp://callbook.example.org"],
    ["PUBLIC_URL", "https://callbook.example.org/base"],
    ["PUBLIC_URL", "https://user:pw@callbook.example.org"],
    ["TRUSTED_PROXIES", "proxy.internal"],
    ["TRUSTED_PROXIES", "10.0.0.0/40"],
    ["DATABASE_URL", "mysql://db"],
    ["CALLBOOK_SAMPLE", "yes"],
    ["ROLE", "both"],
  ])("refuse %s=%s and name the variable", (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(SettingsRefusal);
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`\\n {2}${name} must`));
  });

  it("refuse an owner without a password, and never repeat a password that does not fit", () => {
    expect(() => readSettings({ CALLBOOK_OWNER_EMAIL: "a@b.org" })).toThrow(/set together/);
    const short = () =>
      readSettings({ CALLBOOK_OWNER_EMAIL: "a@b.org", CALLBOOK_OWNER_PASSWORD: "s3cr3t" });
    expect(short).toThrow(/CALLBOOK_OWNER_PASSWORD at least 8 characters/);
    expect(short).not.toThrow(/s3cr3t/);
  });

  it("refuse a part of the work on an embedded database, which only one process has", () => {
    expect(() => readSettings({ ROLE: "worker" })).toThrow(/ROLE=worker needs DATABASE_URL/);
    expect(readSettings({ ROLE: "api", DATABASE_URL: "postgres://db/x" }).role).toBe("api");
  });

  it("tell every fault at once", () => {
    expect(() => readSettings({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT[\s\S]*LOG_LEVEL/);
  });

  it.each([
    ["127.0.0.1", true],
    ["127.8.0.1", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["::", false],
    ["10.0.0.5", false],
  ])("know whether %s is this machine only", (host, loopback) => {
    expect(isLoopbackHost(host)).toBe(loopback);
  });
});
