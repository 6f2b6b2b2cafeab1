import {createHash, X509Certificate} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {generate} from 'selfsigned';

/** Paths of a certificate authority and of a server certificate signed by it. */
export interface Certificates {
  ca: string;
  certificate: string;
  key: string;
  /** SHA-256 of the server's public key, base64, for Chromium's `--ignore-certificate-errors-spki-list`. */
  spki: string;
}

/** Makes both in `folder`. The authority's private key is thrown away: nothing else can be signed with it. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  await mkdir(folder, {recursive: true, mode: 0o700});
  const common = {keyType: 'ec', algorithm: 'sha256'} as const;
  const ca = await generate([{name: 'commonName', value: 'Sidetone test authority'}], {
    ...common,
    extensions: [
      {name: 'basicConstraints', cA: true, critical: true},
      {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    ],
  });
  const server = await generate([{name: 'commonName', value: 'localhost'}], {
    ...common,
    ca: {key: ca.private, cert: ca.cert},
    extensions: [
      {name: 'basicConstraints', cA: false},
      {name: 'keyUsage', digitalSignature: true},
      {name: 'extKeyUsage', serverAuth: true},
      {
        name: 'subjectAltName',
        altNames: [
          {type: 2, value: 'localhost'},
          {type: 7, ip: '127.0.0.1'},
        ],
      },
    ],
  });
  const files = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  await writeFile(files.ca, ca.cert);
  await writeFile(files.certificate, server.cert);
  await writeFile(files.key, server.private, {mode: 0o600});
  const publicKey = new X509Certificate(server.cert).publicKey.export({type: 'spki', format: 'der'});
  return {...files, spki: createHash('sha256').update(publicKey).digest('base64')};
}
