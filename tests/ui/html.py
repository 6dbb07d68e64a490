"""Reads HTML the way a test asks about it: elements, attributes and text."""

from html.parser import HTMLParser

VOID = {"input", "img", "br", "meta", "link", "hr", "path", "circle"}


class Element:
    """One element with its attributes and all text inside."""

    def __init__(self, name: str, attrs: dict[str, str]) -> None:
        self.name = name
        self.attrs = attrs
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop().name == tag:
                return

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def read(html: str) -> list[Element]:
    """Return all elements of the page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.elements


def pick(html: str, name: str, **attrs: str) -> list[Element]:
    """Return the elements of a name that have all the attributes; ``class_`` means class."""
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
    return [
        element
        for element in read(html)
        if element.name == name
        and all(value in element.attrs.get(key, "").split() for key, value in wanted.items())
    ]
