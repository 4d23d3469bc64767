// The Kubernetes manifest: that Kubernetes understands every word of it, and that the image runs as it says.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SETTING_NAMES, variableName } from '../../src/config/schema.ts';
import { CHECKOUT, IMAGE, IMAGE_TOOLS } from '../support/image/image-engine.ts';
import { imageLabForSuite, removeAllAfterSuite } from '../support/image/image-lab.ts';
import { openDoor } from '../support/image/network-door.ts';
import { HOST_ADDRESS } from '../support/real-engine/host/dockerd.ts';
import { describeWith, type Requirement } from '../support/requirement.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILE = path.join(CHECKOUT, 'deploy/kubernetes/tocsin.yaml');
const DOCKERFILE = readFileSync(path.join(CHECKOUT, 'Dockerfile'), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: single fields of the manifest are read, and the tests fail when they are not there.
const manifest: readonly any[] = parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
});
const [claim, service, deployment] = manifest;
const pod = deployment.spec.template;
const container = pod.spec.containers[0];

const KUBECTL: Requirement = {
  name: 'kubectl',
  missing:
    spawnSync('kubectl', ['version', '--client']).status === 0 ? undefined : 'install the package kubernetes-client',
};

describe('the Kubernetes manifest', () => {
  test('has a claim, a service and a deployment that belong together', () => {
    expect(manifest.map(({ kind }) => kind)).toEqual(['PersistentVolumeClaim', 'Service', 'Deployment']);
    expect(service.spec.selector).toEqual(pod.metadata.labels);
    expect(deployment.spec.selector.matchLabels).toEqual(pod.metadata.labels);
    const ports = new Set(container.ports.map(({ name }: { name: string }) => name));
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    for (const name of [
      ...probes.map((probe) => probe.httpGet.port),
      ...service.spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort),
    ])
      expect(ports).toContain(name);
    expect(pod.spec.volumes).toEqual([
      { name: container.volumeMounts[0].name, persistentVolumeClaim: { claimName: claim.metadata.name } },
    ]);
  });

  test('fits the image: its user, its port, its folder for data', () => {
    const { runAsUser, runAsGroup, fsGroup } = pod.spec.securityContext;
    expect(DOCKERFILE).toContain(`USER ${runAsUser}:${runAsGroup}`);
    expect(fsGroup).toBe(runAsGroup);
    expect(DOCKERFILE).toContain(`EXPOSE ${container.ports[0].containerPort}`);
    expect(DOCKERFILE).toContain(`VOLUME ${container.volumeMounts[0].mountPath}`);
  });

  test('gives its data to one server at a time', () => {
    expect([deployment.spec.replicas, deployment.spec.strategy.type]).toEqual([1, 'Recreate']);
  });

  test('keeps the addresses of services away, which Kubernetes would set as variables that no setting has', () => {
    expect(pod.spec.enableServiceLinks).toBe(false);
    const settings = SETTING_NAMES.map(variableName);
    for (const { name } of container.env) expect(settings).toContain(name);
    // What it would set for a service of this name is a setting of ours, with another meaning.
    expect(settings).toContain(`${service.metadata.name.toUpperCase()}_PORT`);
  });

  test('allows the start as long as the image does, and its end longer than a request may take', () => {
    const { periodSeconds, failureThreshold } = container.startupProbe;
    expect(DOCKERFILE).toContain(`--start-period=${periodSeconds * failureThreshold}s`);
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });
});

describeWith(KUBECTL, 'kubectl', () => {
  test('knows every field of the claim, the service and the deployment', () => {
    // It says nothing where nothing changes.
    const change = `${container.name}=changed`;
    const changed = { ...pod, spec: { ...pod.spec, containers: [{ ...container, image: 'changed' }] } };
    expect(asRead(deployment, 'image', change)).toMatchObject({
      ...deployment,
      spec: { ...deployment.spec, template: changed },
    });
    const selector = Object.entries(service.spec.selector).map(([name, value]) => `${name}=${value}`);
    expect(asRead(service, 'selector', ...selector)).toMatchObject(service);
    // No command takes a claim by itself and looks at its fields; within a set it does.
    const set = { ...deployment, kind: 'StatefulSet', spec: { template: pod, volumeClaimTemplates: [claim] } };
    expect(asRead(set, 'image', change).spec.volumeClaimTemplates).toMatchObject([claim]);
  });
});

/** What is left when kubectl has read an object into its own types, which have no room for a field that Kubernetes does not know. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
function asRead(object: object, ...setting: readonly string[]): any {
  const args = ['set', ...setting.slice(0, 1), '--local', '--filename', '-', '--output', 'json', ...setting.slice(1)];
  const said = spawnSync('kubectl', args, { input: JSON.stringify(object), encoding: 'utf8' });
  if (said.status !== 0) throw new Error(said.stderr);
  return JSON.parse(said.stdout);
}

describeWith(IMAGE_TOOLS, 'the image as Kubernetes runs it', () => {
  const lab = imageLabForSuite();
  removeAllAfterSuite(lab);

  test('serves from a volume that belongs to its group alone', async () => {
    const { runAsUser, runAsGroup, fsGroup } = pod.spec.securityContext;
    const volume = path.join(path.dirname(lab().engine.socket), 'volume');
    mkdirSync(volume);
    chownSync(volume, 0, fsGroup);
    chmodSync(volume, 0o2770);
    const env = container.env.flatMap(({ name, value }: { name: string; value: string }) => [
      '--env',
      `${name}=${value}`,
    ]);
    const { mountPath } = container.volumeMounts[0];
    await lab().docker(
      ...['run', '--detach', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--user', `${runAsUser}:${runAsGroup}`, '--group-add', String(fsGroup), '--publish', '8083:8080', ...env],
      ...['--volume', `${volume}:${mountPath}`, IMAGE],
    );
    const url = await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: 8083 });
    const status = (): Promise<number> =>
      fetch(url + container.readinessProbe.httpGet.path).then(
        (reply) => reply.status,
        () => 0,
      );
    await waitUntil(async () => (await status()) === 200, { what: 'the probe is answered' });
    expect(statSync(path.join(volume, 'tocsin.db')).uid).toBe(runAsUser);
  });
});
