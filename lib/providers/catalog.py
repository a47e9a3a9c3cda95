"""Each provider's limits and rules, as data, with the source of each fact."""

from lib.providers.limits import BYTES, MEGABYTE, NO_LIMIT, REQUESTS
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Provider


def _by_program(api: str, batches: str = "batches") -> str:
    """The way to upload a file at a provider whose guide describes its API alone."""
    return (
        "its guide describes no page for that. Ask someone who programs: the file goes to "
        f"`https://{api}/files` with the purpose `batch`, and `https://{api}/{batches}` then starts the batch."
    )


# Where a provider does not say whether a file may mix models, it may not: what passes this passes either reading.
PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "Parasail",
            requests=REQUESTS,
            bytes=BYTES,
            highest_bytes=500 * 1024 * 1024,  # its openai-batch library; the documentation says 100 MB
            sources_differ=True,
            endpoints=(CHAT, EMBEDDINGS),
            example_model="meta-llama/Meta-Llama-3-8B-Instruct",
            upload_page="sign in at `saas.parasail.io` and open its batch page (“Parasail Batch UI” in its guide). "
            "A program uploads the file to `https://api.parasail.io/v1/files` with the purpose `batch`, and then "
            "starts the batch at `https://api.parasail.io/v1/batches`.",
            upload_source="docs.parasail.io/parasail-docs/batch/batch-quickstart, checked in November 2026",
            source="Parasail's batch file format documentation, and its openai-batch library (models may be mixed), "
            "checked in November 2026",
        ),
        Provider(
            "OpenAI",
            requests=REQUESTS,
            bytes=BYTES,
            embedding_inputs=50_000,
            rejects_unknown_fields=True,
            one_model=True,
            example_model="gpt-5.4-mini",
            upload_page="sign in at `platform.openai.com/batches`, press Create, and choose the file.",
            upload_source="platform.openai.com/docs/guides/batch, checked in November 2026",
            source="OpenAI's batch guide and API reference (50,000 requests, 200 MB and 50,000 embedding inputs "
            "a file, one model), checked in November 2026",
        ),
        Provider(
            "Azure OpenAI",
            requests=REQUESTS,
            bytes=BYTES,
            highest_requests=100_000,
            rejects_unknown_fields=True,
            one_model=True,
            endpoints=(CHAT, RESPONSES),
            url_prefix="",
            example_model="the name of your batch deployment",
            model_label="Deployment name",
            advice="Azure wants the name of your Global-Batch or Data Zone Batch deployment here, "
            "not the model's name. Azure does not accept embeddings in batches.",
            upload_page="open Batch jobs in the Azure AI Foundry portal and create a batch job with the file.",
            upload_source="Azure OpenAI's batch guide, checked in November 2026",
            source="Azure OpenAI's batch guide (100,000 requests and 200 MB a file, one deployment, no embeddings; "
            "chat urls with and without /v1), checked in November 2026",
        ),
        Provider(
            "Groq",
            requests=REQUESTS,
            bytes=BYTES,
            sources_differ=True,
            rejects_unknown_fields=True,
            one_model=True,
            endpoints=(CHAT,),
            example_model="openai/gpt-oss-20b",
            upload_page=_by_program("api.groq.com/openai/v1"),
            upload_source="console.groq.com/docs/batch, checked in November 2026",
            source="Groq's Python library (100 MB, chat only) and batch documentation, checked in November 2026",
        ),
        Provider(
            "Together",
            requests=REQUESTS,
            bytes=BYTES,
            highest_bytes=100 * MEGABYTE,
            one_model=True,
            endpoints=(CHAT,),
            id_length=64,
            max_tokens_key="max_tokens",
            example_model="meta-llama/Llama-3.3-70B-Instruct-Turbo",
            upload_page="its guide describes no page for that. Ask someone who programs: Together's library uploads "
            "the file, and then starts the batch.",
            upload_source="docs.together.ai/docs/batch-inference, checked in November 2026",
            source="Together's batch guide (50,000 requests and 100 MB a file, ids of 64 characters) "
            "and Python library (chat only, max_tokens), checked in November 2026",
        ),
        Provider(
            "Mistral",
            requests=REQUESTS,
            bytes=BYTES,
            highest_requests=1_000_000,  # its guide to batches; its page of limits says 100,000
            highest_bytes=512 * MEGABYTE,
            sources_differ=True,
            rejects_unknown_fields=True,
            rejection=422,
            one_model=True,
            endpoints=(CHAT, EMBEDDINGS),
            method_and_url=False,
            max_tokens_key="max_tokens",
            example_model="mistral-small-latest",
            advice="When you create the job, Mistral asks for the endpoint and the model again: choose "
            "/v1/chat/completions for chat or /v1/embeddings for embeddings.",
            upload_page=_by_program("api.mistral.ai/v1", "batch/jobs"),
            upload_source="docs.mistral.ai/studio-api/batch-processing and docs.mistral.ai/inference/quickstarts/"
            "run-a-batch-job, checked in November 2026",
            source="Mistral's guide to batch processing (lines of custom_id and body, 1,000,000 requests), its page of "
            "limits (100,000 requests, 512 MB) and its OpenAPI description (other fields are forbidden), "
            "checked in November 2026",
        ),
        Provider(
            "Fireworks",
            requests=REQUESTS,
            bytes=BYTES,
            highest_requests=NO_LIMIT,
            highest_bytes=1_000 * MEGABYTE,  # its guide of 2026; the one of 2025 says 500 MB
            sources_differ=True,
            rejects_unknown_fields=True,
            one_model=True,
            endpoints=(CHAT,),
            method_and_url=False,
            max_tokens_key="max_tokens",
            example_model="accounts/fireworks/models/llama-v3p1-8b-instruct",
            advice="When you create the job, Fireworks asks for the model again. It does not run batches of every "
            "model: a job that waits for long may have such a model.",
            upload_page="sign in at `app.fireworks.ai`. Under Datasets, press Create Dataset and choose the file. "
            "Under Batch Inference, press Create Batch Inference Job, and choose the dataset and the model.",
            upload_source="docs.fireworks.ai/guides/batch-inference, checked in November 2026",
            source="Fireworks' guide to batch inference (lines of custom_id and body, chat only, any number of "
            "requests), its Python library, and users on GitHub (400 to unknown fields; bodies that name the model "
            "are accepted), checked in November 2026",
        ),
        Provider(
            "DeepInfra",
            requests=REQUESTS,
            bytes=BYTES,
            embedding_inputs=50_000,
            one_model=True,
            endpoints=(CHAT, EMBEDDINGS, COMPLETIONS),
            max_tokens_key="max_tokens",
            example_model="deepseek-ai/DeepSeek-V4-Flash-0731",
            upload_page=_by_program("api.deepinfra.com/v1/openai"),
            upload_source="docs.deepinfra.com/batch/introduction, checked in November 2026",
            source="DeepInfra's batch documentation (50,000 requests, 200 MB and 50,000 embedding inputs a file, "
            "one model), checked in November 2026",
        ),
        Provider(
            "vLLM",
            requests=REQUESTS,
            bytes=BYTES,
            highest_requests=NO_LIMIT,
            highest_bytes=NO_LIMIT,
            one_model=True,
            endpoints=(CHAT, EMBEDDINGS),
            example_model="meta-llama/Meta-Llama-3-8B-Instruct",
            advice="For vllm run-batch. It has no limits of its own: raise these if one file suits you better.",
            upload_page="start `vllm run-batch` with the file on the machine that serves the model.",
            upload_source="vLLM's run-batch guide, checked in November 2026",
            source="vLLM's run-batch guide and source (no limits, one served model), checked in November 2026",
        ),
        Provider(
            "Other",
            requests=REQUESTS,
            bytes=BYTES,
            sources_differ=True,
            embedding_inputs=50_000,
            one_model=True,
            max_tokens_key="max_tokens",  # some servers answer 422 to the newer name
            example_model="the model's name as your provider writes it",
            source="The strictest limits that providers publish (checked in November 2026)",
        ),
    )
}
"""By name, in the order of the menus."""

LENIENT = ("Parasail", "Groq", "Together", "Fireworks", "DeepInfra", "vLLM", "Other")
"""Providers whose models may take more than OpenAI's."""
