"""Asks once with one of the Python SDKs: ask.py SDK ORIGIN CASE."""

import json
import sys
from pathlib import Path

sdk, origin, name = sys.argv[1:]
case = next(case for case in json.loads((Path(__file__).parent / "cases.json").read_text())
            if case["name"] == name)
KEY = "sdk-key-0000"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SCHEMA = {"type": "object", "properties": {"answer": {"type": "integer"}}, "required": ["answer"],
          "additionalProperties": False}
STREAM = case.get("stream", True)


def turns(assistant="assistant"):
    return [("user" if n % 2 == 0 else assistant, text) for n, text in enumerate(case["turns"])]


def openai_chat():
    from openai import OpenAI

    messages = [{"role": "system", "content": case["system"]}] if "system" in case else []
    messages += [{"role": role, "content": text} for role, text in turns()]
    if case.get("picture"):
        messages[-1]["content"] = [
            {"type": "text", "text": case["turns"][-1]},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}]
    more = {}
    if "max_tokens" in case:
        more["max_tokens"] = case["max_tokens"]
    for option in ("temperature", "stop", "seed"):
        if option in case:
            more[option] = case[option]
    if case.get("schema"):
        more["response_format"] = {"type": "json_schema", "json_schema": {
            "name": "answer", "schema": SCHEMA, "strict": True}}
    if STREAM:
        more |= {"stream": True, "stream_options": {"include_usage": True}}
    OpenAI(api_key=KEY, base_url=f"{origin}/v1", max_retries=0).chat.completions.create(
        model="anthropic/claude-sonnet-4.5", messages=messages, **more)


def openai_responses():
    from openai import OpenAI

    items = [{"role": role, "content": text} for role, text in turns()]
    if case.get("picture"):
        items[-1]["content"] = [
            {"type": "input_text", "text": case["turns"][-1]},
            {"type": "input_image", "image_url": f"data:image/png;base64,{PNG}"}]
    more = {}
    if "system" in case:
        more["instructions"] = case["system"]
    if "max_tokens" in case:
        more["max_output_tokens"] = case["max_tokens"]
    if "temperature" in case:
        more["temperature"] = case["temperature"]
    if case.get("schema"):
        more["text"] = {"format": {"type": "json_schema", "name": "answer", "schema": SCHEMA,
                                   "strict": True}}
    if STREAM:
        more["stream"] = True
    OpenAI(api_key=KEY, base_url=f"{origin}/v1", max_retries=0).responses.create(
        model="gpt-4o", input=items, store=False, **more)


def anthropic():
    from anthropic import Anthropic

    messages = [{"role": role, "content": text} for role, text in turns()]
    if case.get("picture"):
        messages[-1]["content"] = [
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
            {"type": "text", "text": case["turns"][-1]}]
    more = {}
    if "system" in case:
        more["system"] = case["system"]
    if "temperature" in case:
        # The SDK has no word for it any more; its API of 2023-06-01 still takes it.
        more["extra_body"] = {"temperature": case["temperature"]}
    if "stop" in case:
        more["stop_sequences"] = case["stop"]
    if case.get("schema"):
        more["output_config"] = {"format": {"type": "json_schema", "schema": SCHEMA}}
    Anthropic(api_key=KEY, base_url=origin, max_retries=0).messages.create(
        model="claude-sonnet-4-5", max_tokens=case.get("max_tokens", 4096), messages=messages,
        stream=STREAM, **more)


def google():
    from google import genai
    from google.genai import types

    contents = [types.Content(role=role, parts=[types.Part.from_text(text=text)])
                for role, text in turns("model")]
    if case.get("picture"):
        import base64

        contents[-1].parts.append(types.Part.from_bytes(data=base64.b64decode(PNG),
                                                        mime_type="image/png"))
    config = {}
    if "system" in case:
        config["system_instruction"] = case["system"]
    if "max_tokens" in case:
        config["max_output_tokens"] = case["max_tokens"]
    if "temperature" in case:
        config["temperature"] = case["temperature"]
    if "stop" in case:
        config["stop_sequences"] = case["stop"]
    if "seed" in case:
        config["seed"] = case["seed"]
    if case.get("schema"):
        config |= {"response_mime_type": "application/json", "response_json_schema": SCHEMA}
    client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=origin))
    ask = client.models.generate_content_stream if STREAM else client.models.generate_content
    answer = ask(model="gemini-2.5-flash", contents=contents,
                 config=types.GenerateContentConfig(**config))
    if STREAM:
        list(answer)


{"openai": openai_chat, "openai-responses": openai_responses, "anthropic": anthropic,
 "google-genai": google}[sdk]()
