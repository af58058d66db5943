/**
 * `npm run bench`: every bench but the long ones, or those that are named, as in `npm run bench -- url-provider`. The
 * long ones take minutes and show that the archive is right rather than fast.
 */

const benches = ["provider", "url-provider", "archive-store"];
const longBenches = ["backfill", "archive-soak"];

const isBench = (argument: string) => benches.includes(argument) || longBenches.includes(argument);
const named = process.argv.slice(2).filter(isBench);
// Each bench reads its own options, and would stumble over the names.
process.argv = process.argv.filter((argument, index) => index < 2 || !isBench(argument));
for (const name of named.length > 0 ? named : benches) {
  console.log(`\n${name}`);
  await import(`./${name}.ts`);
}
