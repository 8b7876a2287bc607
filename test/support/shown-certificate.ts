import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { connect as connectByTls } from "node:tls";

/**
 * The serial number of the certificate by which a server of this machine is known. A broker says in clear first how it
 * is spoken to.
 *
 * @param ca PEM of the authority that must vouch for it
 */
export async function shownCertificate(
  port: number,
  { ca, broker = false }: { readonly ca: Buffer; readonly broker?: boolean },
): Promise<string> {
  const options = { ca, servername: "localhost", ALPNProtocols: ["h2"] };
  const plain = connectPlain(port, "localhost");
  await once(plain, broker ? "data" : "connect");
  const socket = connectByTls({ ...options, socket: plain });
  try {
    await once(socket, "secureConnect");
    return socket.getPeerX509Certificate()!.serialNumber;
  } finally {
    socket.destroy();
  }
}
