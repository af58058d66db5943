import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PROJECT_FOLDER } from "./engine/project.ts";

/** The ports on 127.0.0.1 that a stack's endpoints name. */
export interface Ports {
  twilio: number;
  aws: number;
}

const committed = join(PROJECT_FOLDER, "Pulumi.local.yaml");

/**
 * The configuration of the local stack: the committed file as long as its ports are free, else a copy
 * with other ports in the run folder, which is kept so that the endpoints stay the same next time.
 */
export class LocalStackConfig {
  readonly #moved: string;

  constructor(runFolder: string) {
    this.#moved = join(runFolder, "Pulumi.local.yaml");
  }

  /** The file that Pulumi is to read. */
  get file(): string {
    return existsSync(this.#moved) ? this.#moved : committed;
  }

  /** Whether it is not the one that Pulumi would find by itself. */
  get isMoved(): boolean {
    return existsSync(this.#moved);
  }

  /** The ports that it names, so the ones to serve on if they are free. */
  async ports(): Promise<Ports> {
    return portsIn(await readFile(this.file, "utf8"));
  }

  /** Makes the configuration name these ports. */
  async write(ports: Ports): Promise<void> {
    const text = await readFile(committed, "utf8");
    const usual = portsIn(text);
    if (ports.twilio === usual.twilio && ports.aws === usual.aws) return await rm(this.#moved, { force: true });
    await mkdir(dirname(this.#moved), { recursive: true });
    await writeFile(this.#moved, withPorts(text, ports));
  }
}

/** The text of a local stack's configuration with other ports in its endpoints. */
export function withPorts(config: string, ports: Ports): string {
  const usual = portsIn(config);
  const moved = new Map([
    [usual.twilio, ports.twilio],
    [usual.aws, ports.aws],
  ]);
  return config.replaceAll(/127\.0\.0\.1:(\d+)/g, (_, port) => `127.0.0.1:${moved.get(Number(port)) ?? port}`);
}

function portsIn(config: string): Ports {
  const port = (pattern: RegExp) => Number(pattern.exec(config)?.[1]);
  return { twilio: port(/127\.0\.0\.1:(\d+)\/iam\.twilio\.com/), aws: port(/lambda: https:\/\/127\.0\.0\.1:(\d+)/) };
}
