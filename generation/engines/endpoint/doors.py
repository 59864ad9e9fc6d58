"""One endpoint each: by plain HTTP, or by boto3 for SageMaker; the same questions and failures for both."""

from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import boto3
import botocore.exceptions
import urllib3
from botocore.config import Config

from generation.engines.base import RenderError
from generation.engines.endpoint.wire import Question

CONNECT_SECONDS: Final = 10
# A large picture as an array of numbers in JSON has about 15 MB.
MOST_BYTES: Final = 128 * 1024 * 1024
_TOO_LATE: Final = (
    botocore.exceptions.ReadTimeoutError,
    botocore.exceptions.ConnectTimeoutError,
    urllib3.exceptions.TimeoutError,
)
_BUSY: Final = frozenset({"ThrottlingException", "ModelNotReadyException", "ServiceUnavailable", "InternalFailure"})


class UnavailableError(RenderError):
    """This endpoint does not answer as it should; another one may, or, if it passes, this one in a moment."""

    def __init__(self, sentence: str, *, kind: str = "unknown", passes: bool, wait: float | None = None) -> None:
        super().__init__(sentence, kind=kind)
        self.passes = passes
        self.wait = wait


class Door(Protocol):
    """An endpoint that can be asked, from several threads."""

    def ask(self, question: Question) -> bytes:
        """Raises UnavailableError, or RenderError for a question that it will never answer."""
        ...


def door(address: str, *, timeout: float) -> Door:
    """`http(s)://host/path`, or `sagemaker://endpoint-name?region=…`. Raises RenderError, which does not say it."""
    scheme = address.partition("://")[0].lower()
    if scheme not in {"http", "https", "sagemaker"}:
        raise RenderError("GENERATION_ENDPOINTS must name http://, https:// or sagemaker:// addresses.", kind="model")
    if not _is_plain(address):
        raise RenderError(
            "GENERATION_ENDPOINTS has an address that cannot be read: in a password, write %2F for /, %3F for ?, "
            "%23 for # and %40 for @.",
            kind="model",
        )
    return (SageMakerDoor if scheme == "sagemaker" else HttpDoor)(address, timeout=timeout)


def _is_plain(address: str) -> bool:
    """Whether it has a host, and its name and password end where they seem to: a / in one would hide the rest."""
    try:
        parts = urlsplit(address)
        # Asking for the port is what finds that it is none.
        return bool(parts.hostname) and parts.port != 0 and "@" not in f"{parts.path}{parts.query}{parts.fragment}"
    except ValueError:
        return False


class HttpDoor:
    """An address that takes a POST. A name and password in it are sent, and never said."""

    def __init__(self, address: str, *, timeout: float) -> None:
        parts = urlsplit(address)
        place = parts.netloc.rpartition("@")[2]
        self._name = f"{parts.scheme}://{place}{parts.path}"
        self._address = parts._replace(netloc=place).geturl()
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
        self._headers = urllib3.make_headers(basic_auth=login)
        self._pool = urllib3.PoolManager(
            retries=False, timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, timeout), read=timeout)
        )

    def ask(self, question: Question) -> bytes:
        headers = {**self._headers, "Content-Type": question.content_type, "Accept": question.accept}
        try:
            answer = self._pool.request(
                "POST", self._address, body=question.body, headers=headers, preload_content=False
            )
            try:
                body = answer.read(MOST_BYTES + 1)
            finally:
                # Not kept for the next question: what is left of a body that was too large would answer it.
                answer.close()
        except urllib3.exceptions.NewConnectionError as error:
            # To urllib3 a kind of timeout; but nobody is there.
            raise _unreachable(self._name, error) from error
        except _TOO_LATE as error:
            raise _late(self._name) from error
        except urllib3.exceptions.HTTPError as error:
            raise _unreachable(self._name, error) from error
        if answer.status != 200:
            raise _refusal(self._name, answer.status, body.decode(errors="replace"), answer.headers.get("Retry-After"))
        return _whole(body)


class SageMakerDoor:
    """A SageMaker endpoint; credentials come from where boto3 looks for them."""

    def __init__(self, address: str, *, timeout: float) -> None:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query))
        self._endpoint = parts.netloc
        self._name = f"sagemaker://{parts.netloc}"
        try:
            self._client: Any = boto3.session.Session().client(
                "sagemaker-runtime",
                region_name=options.get("region"),
                endpoint_url=options.get("endpoint_url"),
                config=Config(
                    connect_timeout=min(CONNECT_SECONDS, timeout),
                    read_timeout=timeout,
                    # Trying again is the caller's, who may have another endpoint.
                    retries={"total_max_attempts": 1},
                ),
            )
        except (botocore.exceptions.BotoCoreError, ValueError) as error:
            raise RenderError(f"The endpoint {self._name} cannot be used: {error}", kind="model") from error

    def ask(self, question: Question) -> bytes:
        try:
            answer = self._client.invoke_endpoint(
                EndpointName=self._endpoint,
                ContentType=question.content_type,
                Accept=question.accept,
                Body=question.body,
            )
            return _whole(answer["Body"].read(MOST_BYTES + 1))
        except _TOO_LATE as error:
            raise _late(self._name) from error
        except botocore.exceptions.ClientError as error:
            raise self._refused(error) from error
        except (botocore.exceptions.NoCredentialsError, botocore.exceptions.ParamValidationError) as error:
            raise UnavailableError(
                f"The endpoint {self._name} cannot be used: {error}", kind="model", passes=False
            ) from error
        except (botocore.exceptions.BotoCoreError, urllib3.exceptions.HTTPError) as error:
            raise _unreachable(self._name, error) from error

    def _refused(self, error: botocore.exceptions.ClientError) -> RenderError:
        said: Any = error.response
        code, words = said["Error"].get("Code", ""), said["Error"].get("Message", "")
        if code == "ModelError":
            return _refusal(self._name, int(said.get("OriginalStatusCode", 500)), said.get("OriginalMessage", words))
        status = said["ResponseMetadata"]["HTTPStatusCode"]
        if code in _BUSY or status >= 500:
            return UnavailableError(f"The endpoint {self._name} is too busy: {words}", passes=True)
        return UnavailableError(f"The endpoint {self._name} refuses: {words}", kind="model", passes=False)


def _whole(body: bytes) -> bytes:
    if len(body) > MOST_BYTES:
        raise RenderError("The endpoint's answer is too large for a picture.")
    return body


def _late(name: str) -> UnavailableError:
    # Not at once again: what took too long is likely to be still going on there.
    return UnavailableError(f"The endpoint {name} did not answer in time.", kind="timeout", passes=False)


def _unreachable(name: str, error: Exception) -> UnavailableError:
    return UnavailableError(f"The endpoint {name} cannot be reached ({type(error).__name__}).", passes=True)


def _refusal(name: str, status: int, words: str, retry_after: str | None = None) -> RenderError:
    """What an HTTP status means for the picture."""
    said = " ".join(words.split())[:200]
    if status in {400, 413, 415, 422}:
        return RenderError(f"The endpoint {name} does not understand the request ({status}): {said}", kind="bad_recipe")
    if status in {408, 504}:
        return _late(name)
    if status == 429 or status >= 500:
        wait = float(retry_after) if retry_after and retry_after.isdecimal() else None
        kind = "oom" if "out of memory" in said.lower() else "unknown"
        return UnavailableError(
            f"The endpoint {name} answers with an error ({status}): {said}", kind=kind, passes=True, wait=wait
        )
    return UnavailableError(f"The endpoint {name} refuses ({status}): {said}", kind="model", passes=False)
