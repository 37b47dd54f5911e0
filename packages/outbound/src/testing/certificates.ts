/** Certificates for tests, made with node:crypto alone: an authority and what it signs. */
import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { isIP } from "node:net";

/** PEM texts of a certificate and its private key. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWish {
  readonly name: string;
  /** Host names and IPv4 addresses the certificate is for. */
  readonly hosts?: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly isAuthority?: boolean;
  /** Absent: self-signed. */
  readonly issuer?: { readonly name: string; readonly certificate: TestCertificate };
}

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const dayMs = 86_400_000;

/** Makes a certificate (ECDSA P-256, X.509 v3), valid from yesterday until tomorrow unless told otherwise. */
export function makeCertificate(wish: CertificateWish): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const issuerName = wish.issuer?.name ?? wish.name;
  const signingKey = wish.issuer === undefined ? privateKey : keyOf(wish.issuer.certificate);
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(12)])),
    ecdsaWithSha256,
    commonName(issuerName),
    sequence(
      time(wish.validFrom ?? new Date(Date.now() - dayMs)),
      time(wish.validTo ?? new Date(Date.now() + dayMs)),
    ),
    commonName(wish.name),
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(wish))),
  );
  const signature = sign("sha256", body, signingKey);
  const certificate = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
  return { cert: pem(certificate), key };
}

function extensions(wish: CertificateWish): Buffer[] {
  const list: Buffer[] = [];
  if (wish.isAuthority === true) {
    const isCritical = tagged(0x01, Buffer.from([0xff]));
    list.push(sequence(oid(0x55, 0x1d, 0x13), isCritical, octets(sequence(isCritical))));
  }
  const names = (wish.hosts ?? []).map((host) =>
    isIP(host) === 4
      ? tagged(0x87, Buffer.from(host.split(".").map(Number)))
      : tagged(0x82, Buffer.from(host, "latin1")),
  );
  if (names.length > 0) list.push(sequence(oid(0x55, 0x1d, 0x11), octets(sequence(...names))));
  return list;
}

function keyOf(certificate: TestCertificate): KeyObject {
  return createPrivateKey(certificate.key);
}

function pem(der: Buffer): string {
  const lines = (der.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

// DER: tag, length, content.
function tagged(tag: number, ...content: Buffer[]): Buffer {
  const value = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(value.length)]), value]);
}

/** The shortest form, as DER asks: verification fails on any other. */
function lengthOf(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  return bytes < 0x100 ? [0x81, bytes] : [0x82, bytes >> 8, bytes & 0xff];
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content);
}

function integer(value: Buffer): Buffer {
  return tagged(0x02, value);
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function oid(...bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function commonName(name: string): Buffer {
  return sequence(
    tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(name, "utf8")))),
  );
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return tagged(0x18, Buffer.from(digits, "latin1"));
}
