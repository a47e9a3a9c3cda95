"""What a person chose on Batches. The key and the address of an account are in no file."""

from lib.desk import Kept, one_of
from lib.providers.batch_services import BATCH_SERVICES
from pages.parts.batches.connection_form import PROVIDER
from pages.parts.shared.waiting_batch import SENT

KEPT: Kept = {
    PROVIDER: one_of(BATCH_SERVICES),
    SENT: dict[str, str],
}
