import type { JsonObject } from "@callbook/core/json";
import { isHash, looksLikeIp } from "../../declare/indicators.ts";
import { type JsonRequest, jsonCommand, textOf } from "../../declare/json-command.ts";

function byIp(path: string): (parameter: JsonObject) => JsonRequest {
  return (parameter) => {
    const ip = textOf(parameter, "ip");
    if (ip === "") return { wrongInput: "ip", message: "ip is required" };
    if (!looksLikeIp(ip))
      return { wrongInput: "ip", message: `"${ip.slice(0, 80)}" is not an IP address` };
    return { path: `${path}/${encodeURIComponent(ip)}` };
  };
}

/** Where an IP address is. */
export const geolocateIp = jsonCommand({
  name: "geolocate ip",
  method: "GET",
  request: byIp("/v1/geolocation"),
  describe: ({ city_name, country_name }) => ({
    summary: { country: country_name ?? null },
    message: `City: ${String(city_name)}, country: ${String(country_name)}`,
  }),
});

/** What is known of an IP address. */
export const ipReputation = jsonCommand({
  name: "ip reputation",
  method: "GET",
  request: byIp("/v1/ip-reputation"),
  describe: ({ verdict, score }) => ({
    summary: { verdict: verdict ?? null, score: score ?? null },
    message: `Verdict: ${String(verdict)}, score: ${String(score)}`,
  }),
});

/** What is known of a file. */
export const fileReputation = jsonCommand({
  name: "file reputation",
  method: "GET",
  request: byHash("/v1/file-reputation"),
  describe: ({ verdict, detections }) => ({
    summary: { verdict: verdict ?? null, detections: detections ?? null },
    message: `Verdict: ${String(verdict)}, detections: ${String(detections)}`,
  }),
});

function byHash(path: string): (parameter: JsonObject) => JsonRequest {
  return (parameter) => {
    const hash = textOf(parameter, "hash");
    if (hash === "") return { wrongInput: "hash", message: "hash is required" };
    if (!isHash(hash))
      return { wrongInput: "hash", message: "hash must be an MD5, SHA-1 or SHA-256 hash" };
    return { path: `${path}/${hash.toLowerCase()}` };
  };
}
