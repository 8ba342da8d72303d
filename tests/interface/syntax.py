"""Syntax trees: where an expression is written, and what functions, classes and calls say of a name."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(eq=False)
class Module:
    """One file: what its top level and its functions define, and what it imports from where."""

    name: str
    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where an expression is written: its module, and the functions around it from the outermost to the innermost."""

    module: Module
    around: tuple[Function, ...] = ()


@dataclass(frozen=True)
class Call:
    node: ast.Call
    place: Place


def calls(node: ast.AST, place: Place) -> Iterator[Call]:
    for inner, where in walk(node, place):
        if isinstance(inner, ast.Call):
            yield Call(inner, where)


def dicts(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.Dict]]:
    for inner, where in walk(node, place):
        if isinstance(inner, ast.Dict):
            yield where, inner


def walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    """Every node below this one, with the functions around it."""
    for child in ast.iter_child_nodes(node):
        inside = Place(place.module, (*place.around, child)) if isinstance(child, Function) else place
        yield child, inside
        yield from walk(child, inside)


def text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def assigned(one: ast.ClassDef, name: str) -> ast.expr | None:
    """What is assigned to this name in the body of a class."""
    for node in one.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return getattr(node, "value", None)
    return None


def is_table(one: ast.ClassDef) -> bool:
    return any(k.arg == "table" for k in one.keywords)


def positional(function: Function) -> list[str]:
    return [one.arg for one in [*function.args.posonlyargs, *function.args.args]]


def parameters(function: Function) -> set[str]:
    return {*positional(function), *(one.arg for one in function.args.kwonlyargs)}


def default(function: Function, name: str) -> ast.expr | None:
    args = function.args
    positional = [*args.posonlyargs, *args.args]
    given = zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True)
    pairs = [*given, *zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    return next((value for one, value in pairs if one.arg == name), None)


def argument(call: ast.Call, order: list[str], name: str) -> ast.expr | None:
    """What a call gives for one parameter, by its name or by its place."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if name in order and order.index(name) < len(call.args):
        return call.args[order.index(name)]
    return None


def bindings(function: Function, name: str) -> Iterator[ast.expr]:
    """Every expression that is bound to a local name: by assignment, or as one place of what a loop goes over."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                yield from matched(target, node.value, name)
        elif isinstance(node, ast.For | ast.comprehension):
            rows = node.iter.elts if isinstance(node.iter, ast.Tuple | ast.List) else [node.iter]
            for row in rows:
                yield from matched(node.target, row, name)


def matched(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        places = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
        for one, part in zip(target.elts, places, strict=False):
            yield from matched(one, part, name)
