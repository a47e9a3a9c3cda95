"""The rules about a file as a whole: its bytes, its size, and what its requests share."""

from lib.check.rule import Rule, except_at

_OPENAI = "OpenAI's batch guide and API reference, checked in November 2026"
_AZURE = "Azure OpenAI's batch guide (its error codes), checked in November 2026"
_LINES = "JSON Lines (jsonlines.org), required by every provider's batch guide, checked in November 2026"
_ERRORS = "Errors of the Batch API, as users quote them in OpenAI's forum and on GitHub, checked in November 2026"

FILE_RULES = (
    Rule(
        "empty-file",
        "The file has no requests",
        "Load the file that holds the requests.",
        _AZURE,
        "rejected",
    ),
    Rule(
        "encoding",
        "The file is not in UTF-8, the text encoding that providers expect",
        "Check the accented letters in the download, which is in UTF-8.",
        f'"Must be utf-8 encoded": {_ERRORS}',
        "rejected",
    ),
    Rule(
        "bom",
        "The file begins with an invisible mark (byte order mark)",
        "Save the file without the mark. The download has none.",
        "JSON's standard (RFC 8259, section 8.1); vLLM's run-batch source, checked in November 2026",
        "risky",
        except_at("rejected", "vLLM"),
    ),
    Rule(
        "end-marks",
        "The file ends in invisible characters",
        "Save it again. The download has none.",
        "JSON's standard (RFC 8259, section 2) allows neither NUL nor Ctrl-Z around a value",
        "risky",
    ),
    Rule("only-marks", "A line has only brackets or commas, and no request", "Remove it.", _LINES, "rejected"),
    Rule(
        "blank-line",
        "A line is empty",
        "Remove it.",
        "Batch guides of Perplexity and Morph (no blank lines), vLLM's source (skips them), checked in November 2026",
        "risky",
        except_at(None, "vLLM"),
    ),
    Rule(
        "blank-end",
        "The file ends in empty lines",
        "Remove them.",
        "Batch guides of Perplexity and Morph (no blank lines), checked in November 2026",
        "advice",
        except_at(None, "vLLM"),
    ),
    Rule(
        "crlf",
        "Lines end in two invisible characters, as on Windows (CR LF)",
        "End them with one (LF), as the download does.",
        f"{_LINES}; OpenAI has completed a file with them",
        "advice",
    ),
    Rule(
        "extension",
        "The file's name does not end in .jsonl",
        "Rename it. The download ends in .jsonl.",
        f'"Invalid file format for Batch API. Must be .jsonl": {_ERRORS}',
        "risky",
        except_at("rejected", "OpenAI", "Azure OpenAI") | except_at(None, "vLLM"),
    ),
    Rule(
        "over-limit",
        "The file is too large for the provider",
        "Send it in parts.",
        "Each provider's batch guide, checked in November 2026",
        "rejected",
    ),
    Rule(
        "large-file",
        "The file may be too large: the provider's own sources differ",
        "Send it in parts.",
        "Parasail's documentation (100 MB) and library (500 MB) differ, as Mistral's and Fireworks' pages do; "
        "the limits of the other providers' batch guides, checked in November 2026",
        "risky",
        except_at(None, "OpenAI", "Azure OpenAI", "Together", "DeepInfra", "vLLM"),
    ),
    Rule(
        "endpoints-mixed",
        "The file mixes several kinds of request, such as chat and embeddings",
        "Send each kind in a separate file.",
        f"One endpoint a batch: {_OPENAI}; url_mismatch in {_AZURE}",
        "rejected",
        except_at("risky", "Parasail", "vLLM", "Together", "Groq", "Other"),
    ),
    Rule(
        "models-mixed",
        "The file has requests for several models",
        "Send the requests of each model in a separate file.",
        f"One model a file: {_OPENAI}; model_mismatch in {_AZURE}; Parasail's own tool mixes models",
        "rejected",
        except_at(None, "Parasail") | except_at("risky", "vLLM", "Together", "Groq", "Other"),
    ),
    Rule(
        "model-other",
        "Some requests use another model than the others",
        "Edit these lines if that is a mistake.",
        "Models differ in price and in answers",
        "advice",
    ),
)
