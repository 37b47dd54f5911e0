import { choose, stableNumber } from "./choose.ts";

/** What the engines of the service say about a file, known by its hash. */
export interface FileReputation {
  hash: string;
  verdict: "clean" | "suspicious" | "malicious";
  detections: number;
  engines: number;
  family: string | null;
  file_type: string;
}

/** What the sandbox saw when it opened a file. */
export interface DetonationReport {
  hash: string;
  verdict: FileReputation["verdict"];
  score: number;
  signatures: string[];
  contacted_ips: string[];
}

const engines = 64;
const families = ["Redcurrant", "Slatefish", "Paperclip", "Mudlark"] as const;
const fileTypes = ["PE32 executable", "PDF document", "Office document", "ZIP archive"] as const;

// The SHA-256 and MD5 of the EICAR test file, which every scanner reports.
const knownDetections: Readonly<Record<string, number>> = {
  "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f": 62,
  "44d88612fea8a8f36de82e1278abb02f": 62,
};

/** What is said about a file; null when the text is not an MD5, SHA-1 or SHA-256 hash. Pure. */
export function fileReputation(text: string): FileReputation | null {
  const hash = text.toLowerCase();
  if (!/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(hash)) return null;
  const seed = stableNumber(`detections ${hash}`) % 100;
  const detections = knownDetections[hash] ?? (seed < 60 ? 0 : seed - 59);
  const verdict = detections >= 10 ? "malicious" : detections >= 1 ? "suspicious" : "clean";
  return {
    hash,
    verdict,
    detections,
    engines,
    family: verdict === "malicious" ? choose(families, hash) : null,
    file_type: choose(fileTypes, hash),
  };
}

/** What the sandbox reports of a file; null when the text is not a hash. Pure. */
export function detonate(text: string): DetonationReport | null {
  const reputation = fileReputation(text);
  if (reputation === null) return null;
  const bad = reputation.verdict === "malicious";
  return {
    hash: reputation.hash,
    verdict: reputation.verdict,
    score: bad ? 90 : reputation.detections * 5,
    signatures: bad ? ["Writes to a start-up folder", "Disables the system restore points"] : [],
    contacted_ips: bad ? ["203.0.113.66"] : [],
  };
}
