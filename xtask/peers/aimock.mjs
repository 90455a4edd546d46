// Starts aimock on loopback: node aimock.mjs PORT FIXTURES. Its keys come from AIMOCK_API_KEYS.
// It ends when standard input does, so that it cannot outlive whoever started it.
import process from "node:process";

const [port, fixtures] = process.argv.slice(2);
process.argv.splice(2, Infinity, "--port", port, "--host", "127.0.0.1", "--fixtures", fixtures,
  "--strict", "--validate-on-load", "--log-level", "warn");
process.stdin.on("end", () => process.exit(0)).resume();
await import("../../node_modules/@copilotkit/aimock/dist/cli.js");
