import { describe, expect, test } from 'vitest';
import { ownContainerIds, readOwnFacts } from './own-container.ts';

const [ours, other] = ['a1'.repeat(32), 'b2'.repeat(32)];
const nothing = { hostname: 'nas', cgroup: '0::/\n', mountinfo: '' };

describe('the own container', () => {
  test.each([
    ['cgroup of version 1', `12:pids:/docker/${ours}\n0::/system.slice/containerd.service\n`],
    ['cgroup by systemd', `0::/system.slice/docker-${ours}.scope\n`],
    ['cgroup of Podman', `0::/machine.slice/libpod-${ours}.scope/container\n`],
    ['cgroup of an engine within a container', `5:cpu:/docker/${other}/docker/${ours}\n`],
  ])('is known by its %s', (_, cgroup) => expect(ownContainerIds({ ...nothing, cgroup })).toEqual([ours]));

  test.each([
    ['Docker', `/var/lib/docker/containers/${ours}/hostname /etc/hostname`],
    ['another data folder', `/@/engine/containers/${ours}/resolv.conf /etc/resolv.conf`],
    ['Podman', `/var/lib/containers/storage/overlay-containers/${ours}/userdata/hosts /etc/hosts`],
  ])('is known by the files that %s mounts into it', (_, mount) => {
    const mountinfo = `700 690 0:50 / / rw - overlay overlay rw\n711 700 8:1 ${mount} rw,relatime - ext4 /dev/sda1 rw\n`;
    expect(ownContainerIds({ ...nothing, mountinfo })).toEqual([ours]);
  });

  test('is none of those that are seen through a mount of the whole machine', () => {
    const seen = [
      `800 690 0:60 / /host/var/lib/docker/containers/${other}/mounts/shm rw - tmpfs shm rw`,
      `801 690 8:1 /var/lib/docker/containers/${other}/log /logs/web rw - ext4 /dev/sda1 rw`,
    ];
    const mountinfo = `${seen.join('\n')}\n`;
    expect(ownContainerIds({ ...nothing, mountinfo })).toEqual([]);
  });

  test('is known by the name of its host when that is the beginning of an id', () => {
    expect(ownContainerIds({ ...nothing, hostname: 'a1a1a1a1a1a1' })).toEqual(['a1a1a1a1a1a1']);
    expect(ownContainerIds({ ...nothing, hostname: 'deadbeef' })).toEqual([]);
  });

  test('is looked for in what this machine really has, without a fault', () => {
    expect(readOwnFacts().hostname).not.toBe('');
    expect(Array.isArray(ownContainerIds(readOwnFacts()))).toBe(true);
  });
});
