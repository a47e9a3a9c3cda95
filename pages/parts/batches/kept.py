"""What a person chose and sent on Batches. The key of an account is in no file."""

from lib.desk import Kept, one_of
from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import Sending
from pages.parts.batches.connection_form import ADDRESS, PROVIDER
from pages.parts.shared.account import SENDINGS
from pages.parts.shared.waiting_batch import SENT

KEPT: Kept = {
    PROVIDER: one_of(BATCH_SERVICES),
    ADDRESS: str | None,
    SENT: dict[str, str],
    SENDINGS: dict[str, dict[str, Sending]],
}
