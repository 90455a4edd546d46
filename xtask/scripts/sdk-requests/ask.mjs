// Asks once with the AI SDK: ask.mjs "ai PROVIDER" ORIGIN CASE.
import { readFileSync } from "node:fs";
import { generateObject, generateText, jsonSchema, streamObject, streamText } from "ai";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";

const [sdk, origin, name] = process.argv.slice(2);
const cases = readFileSync(new URL("cases.json", import.meta.url), "utf8");
const one = JSON.parse(cases).find((each) => each.name === name);
const apiKey = "sdk-key-0000";
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const model = {
  "ai openai-compatible": () =>
    createOpenAICompatible({
      name: "gateway",
      baseURL: `${origin}/v1`,
      apiKey,
      includeUsage: true,
      supportsStructuredOutputs: true,
    })("anthropic/claude-sonnet-4.5"),
  "ai openai": () => createOpenAI({ baseURL: `${origin}/v1`, apiKey })("gpt-4o"),
  "ai anthropic": () => createAnthropic({ baseURL: `${origin}/v1`, apiKey })("claude-sonnet-4-5"),
  "ai google": () =>
    createGoogleGenerativeAI({ baseURL: `${origin}/v1beta`, apiKey })("gemini-2.5-flash"),
}[sdk]();

/** @type {any[]} */
const messages = one.turns.map((text, at) => ({
  role: at % 2 === 0 ? "user" : "assistant",
  content: text,
}));
if (one.picture) {
  messages[messages.length - 1].content = [
    { type: "text", text: one.turns[one.turns.length - 1] },
    { type: "image", image: png, mediaType: "image/png" },
  ];
}
const asked = {
  model,
  messages,
  maxRetries: 0,
  system: one.system,
  maxOutputTokens: one.max_tokens,
  temperature: one.temperature,
  stopSequences: one.stop,
  seed: one.seed,
};

/** Reads a stream to its end: it asks only then. */
async function read(stream) {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}

const schema = jsonSchema({
  type: "object",
  properties: { answer: { type: "integer" } },
  required: ["answer"],
  additionalProperties: false,
});
if (one.schema) {
  const options = { ...asked, schema, schemaName: "answer" };
  if (one.stream === false) await generateObject(options);
  else await read(streamObject(options).partialObjectStream);
} else if (one.stream === false) await generateText(asked);
else await read(streamText(asked).textStream);
