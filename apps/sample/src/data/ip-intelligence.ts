import { isIP } from "node:net";
import { choose, stableNumber } from "./choose.ts";

/** Where an address is, in the field names that geolocation services commonly use. */
export interface Geolocation {
  ip: string;
  country_iso_code: string;
  country_name: string;
  continent_name: string;
  city_name: string;
  latitude: number;
  longitude: number;
  time_zone: string;
  as_org: string;
}

/** What is said about an address: score 0 (harmless) to 100 (certainly hostile). */
export interface IpReputation {
  ip: string;
  score: number;
  verdict: "harmless" | "suspicious" | "malicious";
  categories: string[];
  reports: number;
  last_reported: string | null;
}

interface Place extends Omit<Geolocation, "ip"> {}

const places: readonly [Place, ...Place[]] = [
  place(
    "AU",
    "Australia",
    "Oceania",
    "Sydney",
    -33.87,
    151.21,
    "Australia/Sydney",
    "Southern Cross Hosting",
  ),
  place(
    "DE",
    "Germany",
    "Europe",
    "Frankfurt am Main",
    50.11,
    8.68,
    "Europe/Berlin",
    "Rhein Datacenter",
  ),
  place(
    "US",
    "United States",
    "North America",
    "Ashburn",
    39.04,
    -77.49,
    "America/New_York",
    "Piedmont Cloud",
  ),
  place(
    "BR",
    "Brazil",
    "South America",
    "São Paulo",
    -23.55,
    -46.63,
    "America/Sao_Paulo",
    "Rede Paulista",
  ),
  place("JP", "Japan", "Asia", "Tokyo", 35.69, 139.69, "Asia/Tokyo", "Kanto Networks"),
  place(
    "NL",
    "Netherlands",
    "Europe",
    "Amsterdam",
    52.37,
    4.9,
    "Europe/Amsterdam",
    "Polder Transit",
  ),
  place(
    "ZA",
    "South Africa",
    "Africa",
    "Johannesburg",
    -26.2,
    28.05,
    "Africa/Johannesburg",
    "Highveld Online",
  ),
];

// Addresses whose answer a reader of the sample playbook should be able to predict.
const knownPlaces: Readonly<Record<string, Place>> = {
  "1.1.1.1": place(
    "AU",
    "Australia",
    "Oceania",
    "Brisbane",
    -27.47,
    153.02,
    "Australia/Brisbane",
    "Open Resolver Project",
  ),
  "8.8.8.8": place(
    "US",
    "United States",
    "North America",
    "Mountain View",
    37.39,
    -122.08,
    "America/Los_Angeles",
    "Big Resolver",
  ),
  "203.0.113.66": place(
    "NL",
    "Netherlands",
    "Europe",
    "Amsterdam",
    52.37,
    4.9,
    "Europe/Amsterdam",
    "Bulletproof Example",
  ),
};

const knownScores: Readonly<Record<string, number>> = {
  "1.1.1.1": 0,
  "8.8.8.8": 2,
  "198.51.100.23": 55,
  "203.0.113.66": 97,
};

const categories = ["scanner", "brute-force", "command-and-control", "phishing", "spam"] as const;

function place(
  country_iso_code: string,
  country_name: string,
  continent_name: string,
  city_name: string,
  latitude: number,
  longitude: number,
  time_zone: string,
  as_org: string,
): Place {
  return {
    country_iso_code,
    country_name,
    continent_name,
    city_name,
    latitude,
    longitude,
    time_zone,
    as_org,
  };
}

/** Where an address is; null when the text is not an IP address. Pure. */
export function geolocate(ip: string): Geolocation | null {
  if (isIP(ip) === 0) return null;
  return { ip, ...(knownPlaces[ip] ?? choose(places, ip)) };
}

/** What is said about an address; null when the text is not an IP address. Pure. */
export function ipReputation(ip: string): IpReputation | null {
  if (isIP(ip) === 0) return null;
  const score = knownScores[ip] ?? stableNumber(`score ${ip}`) % 101;
  const verdict = score >= 75 ? "malicious" : score >= 40 ? "suspicious" : "harmless";
  const day = (stableNumber(`day ${ip}`) % 28) + 1;
  return {
    ip,
    score,
    verdict,
    categories: verdict === "harmless" ? [] : [choose(categories, ip)],
    reports: verdict === "harmless" ? 0 : score * 3,
    last_reported:
      verdict === "harmless" ? null : `2026-10-${String(day).padStart(2, "0")}T08:00:00Z`,
  };
}
