"""The rules about a request's prompt: its messages, and its texts to embed."""

from lib.check.rule import Rule, except_at
from lib.providers.catalog import LENIENT

_OPENAI = "OpenAI's API reference, checked in November 2026"
_ERROR_FILES = "Error files of real batches at OpenAI"
_EMBEDDING_LIMITS = "OpenAI's API reference (8,192 tokens a text, 300,000 a request), checked in November 2026"

MESSAGE_RULES = (
    Rule(
        "model-missing",
        "A request does not name a model",
        "Name the model as the provider writes it.",
        f"{_OPENAI}; Azure OpenAI's batch guide (model_not_found)",
        "rejected",
        except_at("risky", "vLLM") | except_at("advice", "Mistral", "Fireworks"),
    ),
    Rule(
        "body-endpoint",
        "A body is for another endpoint than its url",
        "Change the url, or write the body for this endpoint.",
        _OPENAI,
        "fails",
    ),
    Rule("messages-missing", "A chat request has no messages", "Give it a list of messages.", _OPENAI, "fails"),
    Rule(
        "messages-empty",
        "A request has no text: its list of messages is empty",
        "Give it at least one message.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "message-shape",
        "A message is not in the required form (role and content)",
        'Write {"role": "user", "content": "..."}.',
        _OPENAI,
        "fails",
    ),
    Rule(
        "role-unknown",
        "A message has an unknown role",
        "Use system, developer, user, assistant or tool.",
        f"{_OPENAI}; open models may have other roles",
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "content-missing",
        "A message has no content",
        "Write its text.",
        _OPENAI,
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "content-shape", "A message's content is neither a text nor a list of parts", "Write a text.", _OPENAI, "fails"
    ),
    Rule("content-blank", "A message is empty", "Write its text, or leave the message out.", "Good practice", "advice"),
    Rule(
        "part-shape",
        "A part of a message is not in the form that the endpoint expects",
        "Chat expects text and image_url with an object, the Responses API input_text and input_image with a text.",
        f'"expected an image URL, but got an object": {_ERROR_FILES}; {_OPENAI}',
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "part-unknown",
        "A part of a message has an unknown type",
        "Use a type that the provider's documentation lists.",
        _OPENAI,
        "risky",
    ),
    Rule("input-missing", "A request has no input", "Give it an input.", _OPENAI, "fails"),
    Rule("input-empty", "A text to embed is empty", "Write a text.", _OPENAI, "fails"),
    Rule(
        "input-shape",
        "The input is neither a text nor a list that the endpoint accepts",
        "Write a text.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "input-too-many",
        "Too many texts in one embeddings request",
        "Send them in several requests.",
        "OpenAI's API reference (2,048 texts a request), checked in November 2026",
        "fails",
        except_at("risky", "Parasail", "Groq", "Together", "Mistral", "Fireworks", "Other") | except_at(None, "vLLM"),
    ),
    Rule(
        "message-name",
        "The name of a message's author has characters that are not allowed",
        "Shorten it, and replace its spaces.",
        '"string does not match pattern": errors of the API, as users quote them on GitHub',
        "fails",
        except_at(None, *LENIENT),
    ),
    Rule(
        "message-field",
        "A message has an unknown field",
        "Remove it: a message has a role and a content.",
        f'{_OPENAI}; "property is unsupported": errors of Groq\'s API, as users quote them on GitHub',
        "risky",
        except_at("fails", "Groq", "Mistral") | except_at(None, "Parasail", "Together", "DeepInfra", "vLLM", "Other"),
    ),
    Rule(
        "tool-turns",
        "Tool calls and tool messages do not match",
        "Follow each tool call with one tool message that has its id.",
        _OPENAI,
        "fails",
        except_at("risky", *LENIENT),
    ),
    Rule(
        "image-address",
        "The address of an image cannot be used",
        "Use an address on the web that anyone can open, or a data URL.",
        "OpenAI's guide to images and vision, checked in November 2026",
        "fails",
        except_at("risky", "vLLM", "Other"),
    ),
    Rule(
        "input-too-long",
        "A text to embed has more tokens than the model accepts",
        "Shorten the text, or split it.",
        _EMBEDDING_LIMITS,
        "fails",
    ),
    Rule(
        "input-long",
        "A text to embed may have more tokens than the model accepts",
        "Shorten the text if the provider rejects it.",
        _EMBEDDING_LIMITS,
        "risky",
    ),
)
