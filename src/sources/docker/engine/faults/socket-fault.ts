// Why a Unix socket cannot be connected to: looks at what is there, and says what to do about it.
import { existsSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type EngineFault, fault } from './engine-fault.ts';

/** Where engines put their sockets, besides the place that was tried. */
const usualPlaces = (uid: number): readonly string[] => [
  '/var/run/docker.sock',
  `/run/user/${uid}/docker.sock`,
  '/run/podman/podman.sock',
  `/run/user/${uid}/podman/podman.sock`,
];

/** The fault behind the code of a connection that failed; undefined when the code says nothing about the socket. */
export async function socketFault(socket: string, code: string | undefined): Promise<EngineFault | undefined> {
  switch (code) {
    case 'ENOENT':
      return missing(socket);
    case 'EACCES':
    case 'EPERM':
      return permission(socket, await lookAt(socket));
    case 'ENOTDIR':
    case 'ELOOP':
      return fault('not_an_engine', `${socket} is no path to a socket: a part of it is no folder. ${SET_ADDRESS}`);
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
    case 'EPROTOTYPE':
      return notListening(socket, await lookAt(socket));
    case 'EAGAIN':
      return fault('not_listening', `The engine at ${socket} takes no further connection for now: it is overloaded.`);
    case 'EINVAL':
    case 'ENAMETOOLONG':
      return fault('address', `${socket} is longer than the path of a socket may be (107 bytes). ${SET_ADDRESS}`);
    default:
      return undefined;
  }
}

const SET_ADDRESS = 'Name the engine’s own address in TOCSIN_DOCKER_HOST.';

function missing(socket: string): EngineFault {
  const other = usualPlaces(process.geteuid?.() ?? 0).find((place) => place !== socket && existsSync(place));
  const found =
    other === undefined ? '' : ` There is one at ${other}: if that is yours, set TOCSIN_DOCKER_HOST=unix://${other}.`;
  return fault(
    'socket_missing',
    `There is no socket at ${socket}. In a container it has to be mounted; add this to the service in compose.yaml: volumes: ["${socket}:${socket}:ro"]. Elsewhere start Docker. ${SET_ADDRESS}${found}`,
  );
}

function permission(socket: string, found: Stats | undefined): EngineFault {
  const me = `the user Tocsin runs as (uid ${process.geteuid?.() ?? '?'})`;
  if (found === undefined)
    return fault('permission', `${socket} cannot be looked at: ${me} may not enter ${path.dirname(socket)}.`);
  if (!found.isSocket()) return notListening(socket, found);
  // Connecting takes the right to write.
  if ((found.mode & 0o020) === 0)
    return fault(
      'permission',
      `${me[0]?.toUpperCase()}${me.slice(1)} may not connect to ${socket}, and neither may its group: only uid ${found.uid} may. Run Tocsin as that user, or allow the group (chmod g+rw).`,
    );
  return fault(
    'permission',
    `${socket} belongs to the group ${found.gid}, and ${me} is not in it. In compose.yaml add to the service: group_add: ["${found.gid}"]. With docker run: --group-add ${found.gid}. Elsewhere: usermod -aG ${found.gid} and the user’s name, then start Tocsin again.`,
  );
}

function notListening(socket: string, found: Stats | undefined): EngineFault {
  if (found?.isDirectory())
    return fault(
      'not_an_engine',
      `${socket} is a folder. Docker makes one when a mount names a path that the host does not have: remove it, and mount the engine’s real socket. ${SET_ADDRESS}`,
    );
  if (found !== undefined && !found.isSocket())
    return fault('not_an_engine', `${socket} is a file and no socket. ${SET_ADDRESS}`);
  return fault(
    'not_listening',
    `Nothing listens at ${socket}: the engine has stopped and left its socket behind. Start it. When it is running, a container still holds the old socket: restart the container, or mount the folder around the socket.`,
  );
}

/** What is there, or undefined when it cannot even be looked at. */
async function lookAt(socket: string): Promise<Stats | undefined> {
  try {
    return await stat(socket);
  } catch {
    return undefined;
  }
}
