"""Every way to spoil a piece of code a little: a condition away, a comparison the other way."""

import ast
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

OTHER_WAY: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
}
OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
OTHER_LOOKUP = {"__lt": "__lte", "__lte": "__lt", "__gt": "__gte", "__gte": "__gt"}
OTHER_NAME = {"any": "all", "all": "any"}
NARROWS = {"filter", "exclude", "Q"}


def other_ways(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place."""
    for find in FINDERS:
        yield from find(node)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """The node with some fields changed; what is not changed is shared."""
    kept = {name: getattr(node, name, None) for name in node._fields}
    return ast.copy_location(type(node)(**{**kept, **fields}), node)


def _conditions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (True, False):
            if not (isinstance(node, ast.While) and value):  # it would never end
                yield _with(node, test=ast.Constant(value))
    elif isinstance(node, ast.comprehension):
        for number in range(len(node.ifs)):
            yield _with(node, ifs=_without(node.ifs, number))


def _logic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _with(node, op=other)
        for number in range(len(node.values)):
            left = _without(node.values, number)
            yield left[0] if len(left) == 1 else _with(node, values=left)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in OTHER_SIGN:
        yield _with(node, op=OTHER_SIGN[type(node.op)]())
        yield node.left
        yield node.right
    elif isinstance(node, ast.AugAssign) and type(node.op) in OTHER_SIGN:
        yield _with(node, op=OTHER_SIGN[type(node.op)]())


def _comparisons(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            for other in OTHER_WAY[type(operator)]:
                ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
                yield _with(node, ops=ops)
    value = node.value if isinstance(node, ast.Return) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        yield _with(node, value=ast.Constant(not value.value))


def _queries(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    name = name_of(node.func)
    if name in OTHER_NAME and isinstance(node.func, ast.Name):
        yield _with(node, func=ast.Name(OTHER_NAME[name], ast.Load()))
    if name not in NARROWS:
        return
    for number in range(len(node.args)):
        yield _with(node, args=_without(node.args, number))
    for number, keyword in enumerate(node.keywords):
        if name != "Q" or len(node.args) + len(node.keywords) > 1:
            yield _with(node, keywords=_without(node.keywords, number))
        for other in _lookups(keyword):
            yield _with(node, keywords=_without(node.keywords, number, other))


def _lookups(keyword: ast.keyword) -> Iterator[ast.keyword]:
    lookup = keyword.arg or ""
    for ending, other in OTHER_LOOKUP.items():
        if lookup.endswith(ending):
            yield ast.keyword(lookup.removesuffix(ending) + other, keyword.value)
    if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool):
        yield ast.keyword(keyword.arg, ast.Constant(not keyword.value.value))


def _without(items: Sequence[ast.AST], number: int, *instead: ast.AST) -> list[ast.AST]:
    return [*items[:number], *instead, *items[number + 1 :]]


def name_of(function: ast.AST) -> str:
    """The last word of what is called: ``filter`` of ``rows.filter``."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


FINDERS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    _conditions,
    _logic,
    _comparisons,
    _queries,
)


class _Put(ast.NodeTransformer):
    """Puts something else in the place of one node."""

    def __init__(self, node: ast.AST, instead: ast.AST) -> None:
        self.node, self.instead = node, instead

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.node:
            return self.instead
        return self.generic_visit(node)


def put(tree: ast.Module, node: ast.AST, instead: ast.AST) -> ast.Module:
    """A copy of the tree with one node changed."""
    memo: dict[int, ast.AST] = {}
    copy = deepcopy(tree, memo)
    _Put(memo[id(node)], deepcopy(instead)).visit(copy)
    return ast.fix_missing_locations(copy)
