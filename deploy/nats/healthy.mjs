// Ends with 0 when the broker in this container serves, with its replicas up to date; with 1 otherwise.
const answer = await fetch("http://127.0.0.1:8222/healthz", { signal: AbortSignal.timeout(8_000) });
if (!answer.ok) console.error(await answer.text());
process.exitCode = answer.ok ? 0 : 1;
