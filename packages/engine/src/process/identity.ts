/** Who this process is to the others, and which of them are certainly dead. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** "<place>:<pid>:<random>", new at each start. */
export function newExecutorId(): string {
  return `${place()}:${process.pid}:${randomBytes(6).toString("hex")}`;
}

/**
 * True when the process of this id ran where this one runs, and its pid is of
 * nobody now. False says nothing: it may live, or live elsewhere.
 */
export function isCertainlyDead(executorId: string): boolean {
  const [where, pidText = ""] = executorId.split(":");
  const pid = Number(pidText);
  if (where !== place() || !Number.isSafeInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return true;
  return !isAlive(pid) || isZombie(pid);
}

let known: string | undefined;

/** Machine, boot and space of process numbers: only there a pid means something. */
function place(): string {
  known ??= createHash("sha256")
    .update(
      [hostname(), readOr("/proc/sys/kernel/random/boot_id"), linkOr("/proc/self/ns/pid")].join(),
    )
    .digest("hex")
    .slice(0, 12);
  return known;
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isZombie(pid: number): boolean {
  return /^\d+ \(.*\) [ZX]/s.test(readOr(`/proc/${pid}/stat`));
}
