"""Work done ahead: an iterator runs in a thread of its own while its items are being used."""

from collections.abc import Generator
from queue import Full, Queue
from threading import Event, Thread
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class _Failed(NamedTuple):
    error: BaseException


class _Ended(NamedTuple):
    pass


def ahead(items: Generator[T], *, most: int) -> Generator[T]:
    """Yield the same items in the same order, up to `most` of them made before they are asked for.

    An exception arrives after the items before it. Closing this generator closes `items`, at the
    latest when the item being made is made.
    """
    made: Queue[T | _Failed | _Ended] = Queue(most)
    unwanted = Event()

    def give(item: T | _Failed | _Ended) -> None:
        while not unwanted.is_set():
            try:
                made.put(item, timeout=0.1)
            except Full:
                continue
            return

    def make() -> None:
        try:
            for item in items:
                give(item)
                if unwanted.is_set():
                    break
        except BaseException as error:
            give(_Failed(error))
        else:
            give(_Ended())
        finally:
            items.close()

    thread = Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), _Ended):
            if isinstance(item, _Failed):
                raise item.error
            yield item
    finally:
        unwanted.set()
        thread.join()
