"""The parts of the Batches page: the account, the last look before sending, and the list of batches."""
