import { dirname } from "node:path";
import { build } from "esbuild";

/** A Lambda function's code as one file, to be the only one in its archive. */
export interface FunctionBundle {
  /** The file's name in the archive. Its extension is what makes Node read it as an ES module. */
  fileName: "index.mjs";
  /** The file's text, with everything that it imports but Node's own modules. */
  code: string;
}

const projectFolder = dirname(import.meta.dirname);

/** CommonJS modules, such as Twilio's library, ask for Node's own modules with a `require` that ES modules lack. */
const requireOfNode = 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';

/**
 * Bundles a function, the AWS SDK included, for Lambda's Node 24. The same sources give the same text on
 * every machine and in every checkout, so that a preview shows a change only where there is one.
 *
 * @param entry the module that exports the handler, from the project's folder: `functions/url-provider/index.ts`
 */
export async function bundleFunction(entry: string): Promise<FunctionBundle> {
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: projectFolder,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node24",
    // The SDK's ES modules rather than its CommonJS: only of these can unused code be left out.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": "./functions/lambda/role-credentials.ts" },
    charset: "utf8",
    legalComments: "none",
    sourcemap: false,
    // No tsconfig.json, of ours or from a folder above, has a say in what comes out.
    tsconfigRaw: {},
    logLevel: "silent",
    metafile: true,
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error(`${entry}: esbuild gave no file; check that it is a module`);
  const hasCommonJs = Object.values(result.metafile.inputs).some(({ format }) => format === "cjs");
  return { fileName: "index.mjs", code: hasCommonJs ? requireOfNode + file.text : file.text };
}
