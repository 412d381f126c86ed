"""The two spellings of a push: XML and JSON, read into one tree of words and written from it.

A stranger's bytes are read here, so there are limits on depth, no DOCTYPE, no entities, and one kind of error.
"""

import json
from typing import Any, Literal
from xml.parsers import expat

DEPTH_MAX = 16  # WeChat nests four deep at most.

Wire = Literal["xml", "json"]
Tree = dict[str, Any]


def read(body: bytes) -> tuple[Tree, Wire]:
    """XML or JSON, told apart by the first character.  Raises ValueError, whatever the bytes are."""
    try:
        text = body.decode("utf-8-sig").strip()
        if text.startswith("{"):
            return read_json(text), "json"
        return read_xml(text), "xml"
    except (RecursionError, expat.ExpatError) as error:
        raise ValueError("neither XML nor JSON") from error


def read_json(text: str) -> Tree:
    tree = json.loads(text)  # Python's integers hold the 64 bits of a MsgId.
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEPTH_MAX:
            raise ValueError("nested too deep")
        level = [below for node in level for below in children(node)]
    json.dumps(tree, ensure_ascii=False, allow_nan=False).encode()  # Half a surrogate pair, or NaN: ValueError.
    return tree


def children(node: object) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def read_xml(text: str) -> Tree:
    reader = XmlReader()
    reader.parser.Parse(text.encode(), True)
    if not isinstance(reader.tree, dict):
        raise ValueError("no <xml> with elements in it")
    return reader.tree


class XmlReader:
    """Elements to dicts, repeated ones to lists.  A DOCTYPE ends it, so there are no entities to expand or to fetch."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.letters
        self.open: list[tuple[Tree, list[str]]] = []
        self.tree: Tree | str | None = None

    def refuse(self, *_: object) -> None:
        raise ValueError("a DOCTYPE has no place here")

    def start(self, name: str, _: object) -> None:
        if len(self.open) == DEPTH_MAX or (not self.open and name != "xml"):
            raise ValueError("nested too deep, or not an <xml>")
        self.open.append(({}, []))

    def letters(self, text: str) -> None:
        self.open[-1][1].append(text)

    def end(self, name: str) -> None:
        tree, words = self.open.pop()
        value: Tree | str = tree or "".join(words)
        if not self.open:
            self.tree = value
            return
        above = self.open[-1][0]
        if name not in above:
            above[name] = value
        elif isinstance(above[name], list):
            above[name].append(value)
        else:
            above[name] = [above[name], value]


def render(tree: Tree, wire: Wire) -> str:
    if wire == "json":
        return json.dumps(tree, ensure_ascii=False)
    return "<xml>" + "".join(f"<{name}>{xml_value(value)}</{name}>" for name, value in tree.items()) + "</xml>"


def xml_value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
