import { spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";

/**
 * How PostgreSQL's programs are run. They refuse to run as root, so root hides
 * in a user namespace or, where those are switched off, becomes `nobody`.
 */
export type Identity =
  | { kind: "self" }
  | { kind: "namespace" }
  | { kind: "nobody"; uid: number; gid: number };

/** Picks the way for this process; tries the user namespace before trusting it. */
export function chooseIdentity(): Identity {
  if (process.getuid?.() !== 0) return { kind: "self" };
  if (process.env["CALLBOOK_NO_NAMESPACE"] !== "1") {
    const tried = spawnSync("unshare", ["-U", "true"], { stdio: "ignore" });
    if (tried.status === 0) return { kind: "namespace" };
  }
  return { kind: "nobody", uid: numericId("-u"), gid: numericId("-g") };
}

/** The program and arguments that run `program` under the identity. */
export function runAs(identity: Identity, program: string, args: string[]): [string, string[]] {
  switch (identity.kind) {
    case "self":
      return [program, args];
    case "namespace":
      return ["unshare", ["-U", program, ...args]];
    case "nobody": {
      const who = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, "--clear-groups"];
      return ["setpriv", [...who, program, ...args]];
    }
  }
}

/** Gives a path to the identity that has to read it. Only needed for `nobody`. */
export function giveTo(identity: Identity, path: string): void {
  if (identity.kind === "nobody") chownSync(path, identity.uid, identity.gid);
}

/**
 * Refuses early when `nobody` cannot reach a path, with the setting to change.
 * `what` begins the sentence, `cure` ends it.
 */
export function demandReach(identity: Identity, path: string, what: string, cure: string): void {
  if (identity.kind !== "nobody") return;
  statSync(path);
  const [program, args] = runAs(identity, "test", ["-x", path]);
  if (spawnSync(program, args, { stdio: "ignore" }).status === 0) return;
  throw new Error(
    `${what} (${path}) cannot be entered by the user "nobody". PostgreSQL does not run as root, ` +
      `and user namespaces are switched off on this machine. ${cure}`,
  );
}

function numericId(flag: "-u" | "-g"): number {
  const answer = spawnSync("id", [flag, "nobody"], { encoding: "utf8" });
  const id = Number(answer.stdout.trim());
  return answer.status === 0 && Number.isInteger(id) ? id : 65534;
}
