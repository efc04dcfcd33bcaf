"""Work done ahead is the same work, in the same order, and ends when it is no longer wanted."""

import threading
from collections.abc import Generator

import pytest

from renderers.diffusion.ahead import ahead


def test_items_come_in_order() -> None:
    assert list(ahead((n for n in range(500)), most=3)) == list(range(500))


def test_work_goes_on_while_an_item_is_used() -> None:
    second = threading.Event()

    def made() -> Generator[int]:
        yield 1
        second.set()
        yield 2

    items = ahead(made(), most=1)
    assert next(items) == 1
    assert second.wait(5)
    assert list(items) == [2]


def test_no_more_is_made_than_may_wait() -> None:
    made = []

    def numbers() -> Generator[int]:
        for number in range(100):
            made.append(number)
            yield number

    items = ahead(numbers(), most=2)
    assert next(items) == 0
    for thread in threading.enumerate():
        if thread.name == "ahead":
            thread.join(0.3)
    # One was taken, two wait, and one is held until there is room.
    assert len(made) <= 4
    items.close()


def test_an_exception_comes_after_what_was_made_before_it() -> None:
    def failing() -> Generator[int]:
        yield 1
        raise LookupError("two")

    items = ahead(failing(), most=5)
    assert next(items) == 1
    with pytest.raises(LookupError, match="two"):
        next(items)


def test_what_is_no_longer_wanted_is_not_made() -> None:
    closed = threading.Event()

    def endless() -> Generator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    items = ahead(endless(), most=1)
    assert next(items) == 1
    items.close()
    assert closed.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]
