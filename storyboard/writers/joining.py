"""Joins tagged PDFs of a few pages each to one, with one tree of tags.

All parts come of one template, so that catalogue, outlines and metadata are those of the first;
what the others add is pages, what these show, and the tags beneath the one `Document`
(ISO 32000-1, 14.7).
"""

import io
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, NameObject, NumberObject

_PAGES = re.compile(rb"(?<=<xmpTPg:NPages>)\d+")
_IDENTITY = re.compile(rb"(?<=ID>)[A-Za-z0-9+/=]+(?=</xmpMM)")


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the parts' pages as one PDF/UA document; equal parts give equal bytes.

    Args:
        parts: documents of the same template, at least one; each is let go of when it was added.
    """
    writer, digest = PdfWriter(), sha256()
    for number, part in enumerate(parts):
        digest.update(part)
        with PdfReader(io.BytesIO(part)) as reader:
            if number:
                _add(writer, reader)
            else:
                writer.clone_document_from_reader(reader)
    _identify(writer, b64encode(digest.digest()[:16]))
    document = io.BytesIO()
    writer.write(document)
    return document.getvalue()


def _add(writer: PdfWriter, part: PdfReader) -> None:
    """Append a part's pages, and its tags to the tree of those before."""
    tree, more = _tags(writer), _tags(part)
    first = tree["/ParentTreeNextKey"]
    for page in part.pages:
        added = writer.add_page(page)
        added[NameObject("/StructParents")] = NumberObject(first + page["/StructParents"])
    document = tree["/K"][0]
    for tag in more["/K"][0].get_object()["/K"]:
        del tag.get_object()["/P"]  # It would bring the part's whole tree along.
        copied = tag.clone(writer)
        copied.get_object()[NameObject("/P")] = document
        document.get_object()["/K"].append(copied)
    owners = iter(more["/ParentTree"]["/Nums"])
    for number, tags in zip(owners, owners, strict=True):
        copied = tags.get_object().clone(writer).indirect_reference
        tree["/ParentTree"]["/Nums"].extend((NumberObject(first + number), copied))
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(first + more["/ParentTreeNextKey"])


def _tags(document: PdfReader | PdfWriter) -> Any:
    """Return the root of a document's tags."""
    return document.root_object["/StructTreeRoot"]


def _identify(writer: PdfWriter, name: bytes) -> None:
    """Say in the metadata how many pages there are, and which document this is."""
    metadata: Any = writer.root_object["/Metadata"]
    text = _PAGES.sub(b"%d" % len(writer.pages), metadata.get_data())
    metadata.set_data(_IDENTITY.sub(name, text))
    writer._ID = ArrayObject([ByteStringObject(name), ByteStringObject(name)])
