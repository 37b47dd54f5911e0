/** Roles, each including those before it. */
export const ROLES = ["viewer", "analyst", "editor", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/**
 * Where the role is asked for.
 * - "site": in the site of the subject; the verb names it once it has read the subject.
 * - "anywhere": in at least one site.
 * - "everywhere": in all sites, now and later (a membership without a site).
 */
export type Reach = "site" | "anywhere" | "everywhere";

interface Row {
  readonly role: Role;
  readonly reach: Reach;
}

const row = <const R extends Reach>(role: Role, reach: R) => ({ role, reach });

/** Who may do what. Every verb has a row here; a verb without one does not compile. */
export const PERMISSIONS = {
  "user.list": row("admin", "anywhere"),
  "user.add": row("admin", "anywhere"),
  "user.setMemberships": row("admin", "anywhere"),
  "user.deactivate": row("admin", "anywhere"),
  "user.reactivate": row("admin", "anywhere"),
  "user.renewLink": row("admin", "anywhere"),

  "site.list": row("viewer", "anywhere"),
  "site.create": row("admin", "everywhere"),
  "site.rename": row("admin", "everywhere"),

  "token.list": row("viewer", "anywhere"),
  "token.create": row("viewer", "anywhere"),
  "token.revoke": row("viewer", "anywhere"),

  "integration.list": row("viewer", "anywhere"),
  "integration.get": row("viewer", "anywhere"),
  "integration.commands": row("viewer", "anywhere"),
  "integration.addParameter": row("admin", "anywhere"),
  "integration.setSensitive": row("admin", "anywhere"),

  "catalogue.current": row("viewer", "anywhere"),
  "catalogue.get": row("viewer", "anywhere"),

  "connection.list": row("viewer", "anywhere"),
  "connection.get": row("analyst", "site"),
  "connection.create": row("admin", "site"),
  "connection.update": row("editor", "site"),
  "connection.remove": row("admin", "site"),
  "connection.formOptions": row("editor", "anywhere"),
  "connection.test": row("editor", "site"),
  "connection.testSaved": row("analyst", "site"),
  "connection.cancelTest": row("analyst", "anywhere"),
  "connection.whereUsed": row("analyst", "site"),

  "command.test": row("analyst", "site"),
  "command.cancelTest": row("analyst", "anywhere"),

  "playbook.list": row("viewer", "anywhere"),
  "playbook.open": row("viewer", "site"),
  "playbook.operationsSince": row("viewer", "site"),
  "playbook.validate": row("viewer", "site"),
  "playbook.revision": row("viewer", "site"),
  "playbook.export": row("viewer", "site"),
  "playbook.create": row("editor", "site"),
  "playbook.duplicate": row("editor", "site"),
  "playbook.apply": row("editor", "site"),
  "playbook.replace": row("editor", "site"),
  "playbook.publish": row("editor", "site"),
  "playbook.remove": row("editor", "site"),

  "run.startTest": row("analyst", "site"),
  "run.start": row("analyst", "site"),
  "run.cancel": row("analyst", "site"),
  "run.setPinned": row("editor", "site"),
  "run.list": row("viewer", "anywhere"),
  "run.get": row("viewer", "site"),
  "run.events": row("viewer", "site"),
  "run.executions": row("viewer", "site"),
  "run.body": row("viewer", "site"),
  "run.results": row("viewer", "site"),
  "run.resultBody": row("viewer", "site"),
  "run.calls": row("viewer", "site"),
  "run.callbackArguments": row("viewer", "site"),
  "run.logs": row("viewer", "site"),
  "run.waits": row("viewer", "site"),
  "run.deliveries": row("viewer", "site"),
  "run.actionRun": row("viewer", "site"),

  "setting.runLog": row("admin", "everywhere"),
  "setting.setDaysToKeep": row("admin", "everywhere"),

  "live.events": row("viewer", "anywhere"),

  "sample.state": row("viewer", "anywhere"),
  "sample.remove": row("admin", "everywhere"),
} as const satisfies Record<string, Row>;

export type VerbName = keyof typeof PERMISSIONS;
export const VERB_NAMES = Object.keys(PERMISSIONS) as readonly VerbName[];

/** True when `role` includes `asked`. Pure. */
export function includesRole(role: Role, asked: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(asked);
}

/** The role of a stored text; null when it is none. */
export function asRole(text: string): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}
