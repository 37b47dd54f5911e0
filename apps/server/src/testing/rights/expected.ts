/**
 * Who is answered what, by every procedure and every route, written down by hand: it must not follow
 * from the program's own table. A line is of nobody, viewer, analyst, editor and admin of Berlin, and
 * the owner; "ok" is whatever is no matter of rights.
 */
export type Place = "own" | "shared" | "foreign" | "absent";

export type Expectation = Readonly<Partial<Record<Place, string>>>;

/** Of a subject in Berlin, in Acme, and one that is not there; from the role that is asked for. */
const VIEWER = {
  own: "401 ok ok ok ok ok",
  foreign: "401 404 404 404 404 ok",
  absent: "401 404 404 404 404 404",
};
const ANALYST = {
  own: "401 403 ok ok ok ok",
  foreign: "401 403 404 404 404 ok",
  absent: "401 403 404 404 404 404",
};
const EDITOR = {
  own: "401 403 403 ok ok ok",
  foreign: "401 403 403 404 404 ok",
  absent: "401 403 403 404 404 404",
};
const ADMIN = {
  own: "401 403 403 403 ok ok",
  foreign: "401 403 403 403 404 ok",
  absent: "401 403 403 403 404 404",
};
/** What all internal sites share is changed by who administers all of them. */
const SHARED_USE = { ...ANALYST, shared: "401 403 ok ok ok ok" };
const SHARED_EDIT = { ...EDITOR, shared: "401 403 403 403 403 ok" };
const SHARED_ADMIN = { ...ADMIN, shared: "401 403 403 403 403 ok" };
/** A person who is in Berlin and in Acme is ruled by who administers both. */
const PERSON = { ...ADMIN, shared: "401 403 403 403 403 ok" };
/** His roles in Berlin are the admin's there. */
const ROLES_OF_PERSON = { ...ADMIN, shared: "401 403 403 403 ok ok" };
/** For all sites alike, or of the asker's own sites. */
const ANYBODY = { own: "401 ok ok ok ok ok" };
/** A list that may be narrowed to a site: a foreign one and one that is not there have the same nothing. */
const NARROWED = { ...ANYBODY, foreign: "401 ok ok ok ok ok", absent: "401 ok ok ok ok ok" };
const ANY_ANALYST = { own: "401 403 ok ok ok ok" };
const ANY_EDITOR = { own: "401 403 403 ok ok ok" };
const ANY_ADMIN = { own: "401 403 403 403 ok ok" };
const OWNER = { own: "401 403 403 403 403 ok" };
const OPEN = { own: "ok ok ok ok ok ok" };
/** Of the sign-in screen: tested where signing in is. */
const APART = {};

export const PROCEDURES: Readonly<Record<string, Expectation>> = {
  "session.state": OPEN,
  "session.setup": APART,
  "session.signIn": APART,
  "session.signOut": APART,
  "session.invitation": APART,
  "session.join": APART,

  "users.list": ANY_ADMIN,
  "users.add": ADMIN,
  "users.setMemberships": ROLES_OF_PERSON,
  "users.deactivate": PERSON,
  "users.reactivate": PERSON,
  "users.renewLink": PERSON,

  "sites.list": ANYBODY,
  "sites.create": OWNER,
  "sites.rename": { ...OWNER, absent: "401 403 403 403 403 404" },

  "tokens.list": ANYBODY,
  "tokens.create": ANYBODY,
  "tokens.revoke": { foreign: VIEWER.foreign, absent: VIEWER.absent },

  "integrations.list": ANYBODY,
  "integrations.get": ANYBODY,
  "integrations.commands": ANYBODY,
  "integrations.addParameter": ANY_ADMIN,
  "integrations.setSensitive": ANY_ADMIN,
  "catalogue.current": ANYBODY,
  "catalogue.get": ANYBODY,

  "connections.list": NARROWED,
  "connections.get": SHARED_USE,
  "connections.create": { ...ADMIN, shared: "401 403 403 403 403 ok" },
  "connections.update": SHARED_EDIT,
  "connections.remove": SHARED_ADMIN,
  "connections.formOptions": ANY_EDITOR,
  "connections.test": SHARED_EDIT,
  "connections.testSaved": SHARED_USE,
  "connections.cancelTest": ANY_ANALYST,
  "connections.whereUsed": SHARED_USE,
  "commands.test": SHARED_USE,
  "commands.cancelTest": ANY_ANALYST,

  "playbooks.list": NARROWED,
  "playbooks.open": VIEWER,
  "playbooks.operationsSince": VIEWER,
  "playbooks.validate": VIEWER,
  "playbooks.revision": VIEWER,
  "playbooks.export": VIEWER,
  "playbooks.create": EDITOR,
  "playbooks.duplicate": EDITOR,
  "playbooks.applyOperations": EDITOR,
  "playbooks.replace": EDITOR,
  "playbooks.publish": EDITOR,
  "playbooks.remove": EDITOR,

  "runs.startTest": ANALYST,
  "runs.start": ANALYST,
  "runs.cancel": ANALYST,
  "runs.setPinned": EDITOR,
  "runs.list": NARROWED,
  "runs.get": VIEWER,
  "runs.events": VIEWER,
  "runs.executions": VIEWER,
  "runs.body": VIEWER,
  "runs.results": VIEWER,
  "runs.resultBody": VIEWER,
  "runs.calls": VIEWER,
  "runs.callbackArguments": VIEWER,
  "runs.logs": VIEWER,
  "runs.waits": VIEWER,
  "runs.deliveries": VIEWER,
  "runs.actionRun": VIEWER,

  "live.events": NARROWED,
  "settings.runLog": OWNER,
  "settings.setDaysToKeep": OWNER,
  "sample.state": ANYBODY,
  "sample.remove": OWNER,
};

export const ROUTES: Readonly<Record<string, Expectation>> = {
  "GET /api/sites": ANYBODY,
  "GET /api/integrations": ANYBODY,
  "GET /api/integrations/{id}": ANYBODY,
  "POST /api/integrations/{id}/parameters": ANY_ADMIN,
  "GET /api/connections": NARROWED,
  "POST /api/connections": { ...ADMIN, shared: "401 403 403 403 403 ok" },
  "POST /api/connections/test": SHARED_EDIT,
  "GET /api/connections/{id}": SHARED_USE,
  "PATCH /api/connections/{id}": SHARED_EDIT,
  "DELETE /api/connections/{id}": SHARED_ADMIN,
  "POST /api/connections/{id}/test": SHARED_USE,
  "POST /api/commands/{id}/test": SHARED_USE,
  "GET /api/playbooks": NARROWED,
  "POST /api/playbooks": EDITOR,
  "GET /api/playbooks/{id}": VIEWER,
  "PUT /api/playbooks/{id}": EDITOR,
  "POST /api/playbooks/{id}/validate": VIEWER,
  "POST /api/playbooks/{id}/publish": EDITOR,
  "POST /api/playbooks/{id}/runs": ANALYST,
  "GET /api/runs": NARROWED,
  "GET /api/runs/{id}": VIEWER,
  "GET /api/runs/{id}/events": VIEWER,
  "GET /api/runs/{id}/results": VIEWER,
  "GET /api/runs/{id}/results/body": VIEWER,
  "GET /api/runs/{id}/callbacks/{callbackId}/calls": VIEWER,
  "GET /api/runs/{id}/callbacks/{callbackId}/arguments": VIEWER,
  "POST /api/runs/{id}/cancel": ANALYST,
  "GET /api/action-runs/{id}": VIEWER,
};
