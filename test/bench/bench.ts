/** `npm run bench`: every bench, or those that are named, as in `npm run bench -- url-provider`. */

const benches = ["provider", "url-provider"];

const named = process.argv.slice(2).filter((argument) => benches.includes(argument));
// Each bench reads its own options, and would stumble over the names.
process.argv = process.argv.filter((argument, index) => index < 2 || !benches.includes(argument));
for (const name of named.length > 0 ? named : benches) {
  console.log(`\n${name}`);
  await import(`./${name}.ts`);
}
