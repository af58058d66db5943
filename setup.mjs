// Installs the project's packages, so that `npm start` and `npm test` work as the very first command. It runs on
// whatever Node the machine has. What comes after it in a script line names the Node that it installs by its path:
// a shell that has found `node` once may go on with that one.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL(".", import.meta.url));
const node = join(project, "node_modules/.bin/node");
const stampFile = join(project, "node_modules/.flex-media-setup");

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  fail(
    `Node ${process.versions.node} is too old to set this project up; install Node 20 or later from https://nodejs.org.`,
  );
}

// Not package.json: a changed script line needs no new packages, and npm keeps the lock in step with its dependencies.
const stamp = fingerprint(["package-lock.json"]);
if (!existsSync(node) || !existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
  console.log("Installing packages (about a minute the first time)…");
  // Node itself is one of those that NODE_ENV=production or `omit=dev` would leave out.
  npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (!existsSync(node)) {
    fail(
      `${node} is missing, which a script of its package makes; let npm run scripts (ignore-scripts=false), and try again.`,
    );
  }
  writeFileSync(stampFile, stamp);
}
run(node, ["local/engine/compile-sdk.ts"]);

function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(project, file)));
  return hash.digest("hex");
}

function npm(args) {
  // Under `npm run` this is the very npm that runs; otherwise the one on PATH.
  const own = process.env.npm_execpath;
  if (own?.endsWith(".js")) run(process.execPath, [own, ...args]);
  else run("npm", args);
}

function run(command, args) {
  const { error, status } = spawnSync(command, args, { cwd: project, stdio: "inherit" });
  if (error?.code === "ENOENT") {
    fail(`${command} is missing, which installs this project's packages; it comes with Node from https://nodejs.org.`);
  }
  if (error !== undefined || status !== 0) fail(`\`${[command, ...args].join(" ")}\` failed; see above.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
