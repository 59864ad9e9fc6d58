"""What the root itself must remember."""

from emotion_garden.models.allowance import Allowance
from emotion_garden.models.api_key import ApiKey, KeyHolder
from emotion_garden.models.idempotency_key import IdempotencyKey
from emotion_garden.models.worker_beat import WorkerBeat

__all__ = ["Allowance", "ApiKey", "IdempotencyKey", "KeyHolder", "WorkerBeat"]
