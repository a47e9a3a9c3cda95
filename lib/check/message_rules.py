"""The rules about a request's prompt: its messages, and its texts to embed."""

from lib.check.rule import Rule, except_at
from lib.providers.catalog import LENIENT

_OPENAI = "OpenAI's API reference, checked in November 2026"
_ERROR_FILES = "Error files of real batches at OpenAI"
_EMBEDDING_LIMITS = "OpenAI's API reference (8,192 tokens a text, 300,000 a request), checked in November 2026"

MESSAGE_RULES = (
    Rule(
        "model-missing",
        "A request does not name a model (`model`)",
        "Name the model as the provider writes it.",
        f"{_OPENAI}; Azure OpenAI's batch guide (model_not_found)",
        "rejected",
        except_at("risky", "vLLM") | except_at("advice", "Mistral", "Fireworks"),
    ),
    Rule(
        "body-endpoint",
        "The content of a request is for another kind of task than its address (`body`, `url`)",
        "Change the address, or write the content for this task.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "messages-missing",
        "A request has no list of messages (`messages`)",
        "Give it a list of messages.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "messages-empty",
        "A request has no text (`messages`)",
        "Give it at least one message.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "message-shape",
        "A message lacks its speaker or text (`role`, `content`)",
        'Write `{"role": "user", "content": "..."}`.',
        _OPENAI,
        "fails",
    ),
    Rule(
        "role-unknown",
        "A message has an unknown speaker (`role`)",
        "Use `system`, `developer`, `user`, `assistant` or `tool`.",
        f"{_OPENAI}; open models may have other roles",
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "content-missing",
        "A message has no text (`content`)",
        "Write its text.",
        _OPENAI,
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "content-shape",
        "A message is neither a text nor a list of texts and images (`content`)",
        "Write a text in quotes.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "content-blank",
        "A message is empty (`content`)",
        "Write its text, or leave the message out.",
        "Good practice",
        "advice",
    ),
    Rule(
        "part-shape",
        "A text or image in a message is not written as this kind of task needs it (`content`)",
        "Chat expects `text`, and `image_url` with braces. The Responses API expects `input_text`, and "
        "`input_image` with an address in quotes.",
        f'"expected an image URL, but got an object": {_ERROR_FILES}; {_OPENAI}',
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "part-unknown",
        "A message contains something of an unknown kind (`type`)",
        "Use a kind that the provider's documentation lists.",
        _OPENAI,
        "risky",
    ),
    Rule("input-missing", "A request has no text for the model (`input`)", "Write the text.", _OPENAI, "fails"),
    Rule("input-empty", "A text is empty, so the model has nothing to read", "Write a text.", _OPENAI, "fails"),
    Rule(
        "input-shape",
        "The text for the model is neither a text nor a list of texts (`input`)",
        "Write a text in quotes.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "input-too-many",
        "A request has too many texts to embed (`input`)",
        "Send them in several requests.",
        "OpenAI's API reference (2,048 texts a request), checked in November 2026",
        "fails",
        except_at("risky", "Parasail", "Groq", "Together", "Mistral", "Fireworks", "Other") | except_at(None, "vLLM"),
    ),
    Rule(
        "message-name",
        "The name of a speaker has characters that are not allowed (`name`)",
        "Shorten it, and replace its spaces.",
        '"string does not match pattern": errors of the API, as users quote them on GitHub',
        "fails",
        except_at(None, *LENIENT),
    ),
    Rule(
        "message-field",
        "A message has an unknown field",
        "Remove it: a message has a speaker (`role`) and a text (`content`).",
        f'{_OPENAI}; "property is unsupported": errors of Groq\'s API, as users quote them on GitHub',
        "risky",
        except_at("fails", "Groq", "Mistral") | except_at(None, "Parasail", "Together", "DeepInfra", "vLLM", "Other"),
    ),
    Rule(
        "tool-turns",
        "A tool call has no result, or a result has no call (`tool_calls`)",
        "After each call, write a message with its result and its id (`tool_call_id`).",
        _OPENAI,
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "image-address",
        "The address of an image cannot be used",
        "Use an address on the web that anyone can open, or write the image itself there (`data:image/...`).",
        "OpenAI's guide to images and vision, checked in November 2026",
        "fails",
        except_at("risky", "vLLM", "Other"),
    ),
    Rule(
        "input-too-long",
        "A text to embed is longer than the model accepts (in tokens)",
        "Shorten the text, or split it.",
        _EMBEDDING_LIMITS,
        "fails",
    ),
    Rule(
        "input-long",
        "A text to embed may be longer than the model accepts (in tokens)",
        "Shorten the text if the provider rejects it.",
        _EMBEDDING_LIMITS,
        "risky",
    ),
)
