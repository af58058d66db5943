/**
 * Stands for Lambda's runtime, as a process of its own: loads the function that its argument names, then calls it
 * once for each event that its parent sends, and tells how long that took. Plain JavaScript, so that a start costs
 * what Node and the function cost.
 */
const { handler } = await import(process.argv[2] ?? "");

process.on("message", async (event) => {
  const startedAt = performance.now();
  const { statusCode } = await handler(event, { awsRequestId: "bench", functionName: "bench" });
  process.send?.({ statusCode, milliseconds: performance.now() - startedAt });
});
process.send?.("ready");
