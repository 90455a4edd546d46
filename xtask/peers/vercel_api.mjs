// Stands in for Vercel's API on loopback, as far as the CLI's sign-in goes: node vercel_api.mjs
// PORT FOLDER. Whose login it accepts comes from GATEHOUSE_PEER_KEY; FOLDER gets the CLI's own
// configuration with that login (XDG_DATA_HOME). It ends when standard input does, so that it
// cannot outlive whoever started it. Its projects: prj_new gives tokens in both ways, prj_pull
// only by `env pull`, prj_off has OIDC off; there are no others, and one team.
import { createServer } from "node:http";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

const [port, folder] = process.argv.slice(2);
const login = process.env.GATEHOUSE_PEER_KEY;
const team = { id: "team_1", slug: "acme", name: "Acme" };
const user = { id: "user_1", username: "ann", email: "ann@example.com", name: "Ann", version: "northstar", defaultTeamId: team.id };

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (project) => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: "https://oidc.vercel.com/acme", owner_id: team.id, project_id: project, environment: "development", iat: now, exp: now + 43_200 };
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.c2ln`;
};
const env = (project) => ({
  ANTHROPIC_API_KEY: "sk-ant-of-the-project",
  LINES: "one\ntwo",
  ...(project === "prj_off" ? {} : { VERCEL_OIDC_TOKEN: token(project) }),
});

const failed = (status, code, message) => ({ status, body: { error: { code, message } } });

/** What the routes that the CLI asks answer. */
function answer(method, path) {
  const project = /\/projects\/(prj_new|prj_pull|prj_off)(?=\/|$)/.exec(path)?.[1];
  const pulled = /^\/v\d+\/env\/pull\/(prj_new|prj_pull|prj_off)\/development$/.exec(path)?.[1];
  if (path === "/v2/user") return { body: { user } };
  if (/^(\/v\d+)?\/teams\/team_1$/.test(path)) return { body: team };
  if (/^\/v\d+\/teams$/.test(path)) return { body: { teams: [team], pagination: { count: 1, next: null } } };
  if (pulled) return { body: { env: env(pulled), buildEnv: {} } };
  if (project && method === "POST" && path.endsWith("/token")) {
    return project === "prj_new" ? { body: { token: token(project) } } : failed(400, "bad_request", "No token for this project");
  }
  if (project && path.endsWith(project)) return { body: { id: project, name: "demo", accountId: team.id, link: null } };
  return failed(404, "not_found", "Not found");
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const known = pathname === "/health" || request.headers.authorization === `Bearer ${login}`;
  const { status = 200, body } = pathname === "/health" ? { body: {} }
    : known ? answer(request.method, pathname) : failed(403, "forbidden", "Not authorized");
  if (!known) body.error.invalidToken = true;
  request.resume();
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});

const own = join(folder, "com.vercel.cli");
await mkdir(own, { recursive: true });
await writeFile(join(own, "config.json"), JSON.stringify({ api: `http://127.0.0.1:${port}` }));
await writeFile(join(own, "auth.json"), JSON.stringify({ token: login }), { mode: 0o600 });
process.stdin.on("end", () => process.exit(0)).resume();
server.listen(Number(port), "127.0.0.1");
