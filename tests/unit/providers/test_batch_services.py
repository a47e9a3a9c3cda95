"""The data about batch services are complete and agree with the rest of the providers' data."""

import pytest

from lib.providers import ENDPOINTS, PROVIDERS
from lib.providers.batch_services import BATCH_SERVICES, FILE_ONLY, BatchService

SERVICES = [service for service in BATCH_SERVICES.values() if service.provider != "Other"]


def test_every_provider_of_the_catalog_is_sent_to_or_has_its_file_way() -> None:
    assert PROVIDERS.keys() <= BATCH_SERVICES.keys() | FILE_ONLY.keys()
    assert not BATCH_SERVICES.keys() & FILE_ONLY.keys()
    assert all(sentence.endswith(".") for sentence in FILE_ONLY.values())


@pytest.mark.parametrize("service", SERVICES, ids=[service.provider for service in SERVICES])
def test_a_service_is_complete(service: BatchService) -> None:
    assert service.addresses
    assert all(address.startswith("https://") and not address.endswith("/") for address in service.addresses)
    assert service.windows[0] == "24h"
    assert len(set(service.windows)) == len(service.windows)
    assert service.source.endswith(", checked in November 2026")
    assert service.keys_page
    assert not service.keys_page.startswith("http")
    assert service.endpoints.keys() <= set(ENDPOINTS)
    assert service.advice == "" or service.advice.endswith(".")


def test_no_two_services_have_the_same_address() -> None:
    addresses = [address for service in SERVICES for address in service.addresses]
    assert len(set(addresses)) == len(addresses)
