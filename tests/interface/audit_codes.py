"""Finds every code that the audit log can hold, by following the values that reach its columns back to their literals.

It begins at the table and follows parameters to the callers, names to their constants and attributes to the classes
that have them. So it depends on the table's name and columns, and on no module, function or class.
"""

import ast
from collections.abc import Iterator

from app.bootstrap.environment import ROOT
from tests.interface.syntax import (
    Call,
    Function,
    Module,
    Place,
    argument,
    assigned,
    bindings,
    calls,
    default,
    dicts,
    is_table,
    parameters,
    positional,
    text,
    walk,
)

TABLE = "audit_entry"
COLUMNS = ("kind", "subject", "what", "basis")
MADE = "…"  # what only a running service knows
NAME = "name"  # of a table, where it reaches the audit log; a hundred other classes have one too
PASSED_ON = 9  # imports of imports


def audit_codes() -> list[str]:
    """Each column of the audit log with one value that it can have: "what: inbox". Made-up parts are shown as "…"."""
    search = Search()
    found = {f"{column}: {value}" for column in COLUMNS for value in search.reaching(column)}
    return sorted(found)


class Search:
    """The whole application as syntax trees, and the way from a column of the table back to what is written there."""

    def __init__(self) -> None:
        self.modules: dict[str, Module] = {}
        self.seen: set[tuple[ast.expr, Place]] = set()  # each expression is followed once for each column
        for path in sorted((ROOT / "app").rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            self.modules[name] = self._read(name, ast.parse(path.read_text("utf-8")), path.stem == "__init__")
        self.calls = [call for module in self.modules.values() for call in calls(module.tree, Place(module))]
        self.homes = {
            node: inside
            for module in self.modules.values()
            for node, inside in walk(module.tree, Place(module))
            if isinstance(node, Function)
        }
        self.called: dict[ast.AST, list[Call]] = {}
        for call in self.calls:
            if (target := self.definition(call.node.func, call.place)) is not None:
                self.called.setdefault(target, []).append(call)

    @staticmethod
    def _read(name: str, tree: ast.Module, is_package: bool) -> Module:
        module = Module(name, tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                module.imports |= {a.asname or a.name.partition(".")[0]: a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                parent = name.split(".") if is_package else name.split(".")[:-1]
                base = [".".join(parent[: len(parent) + 1 - node.level])] if node.level else []
                source = ".".join([*base, *filter(None, [node.module])])
                module.imports |= {a.asname or a.name: f"{source}.{a.name}" for a in node.names}
        for node in tree.body:
            if isinstance(node, Function):
                module.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                module.classes[node.name] = node
            elif isinstance(node, ast.Assign):
                module.values |= {t.id: node.value for t in node.targets if isinstance(t, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                module.values[node.target.id] = node.value
        return module

    # From a name to what it means.

    def find(self, dotted: str) -> tuple[Module, str] | None:
        """The module that defines a dotted name, and the name in it; what is passed on by import is followed."""
        for _ in range(PASSED_ON):
            home, _dot, name = dotted.rpartition(".")
            if (module := self.modules.get(home)) is None:
                return None
            if name not in module.imports:
                return module, name
            dotted = module.imports[name]
        return None

    def named(self, node: ast.expr, place: Place) -> tuple[Module, str] | None:
        """What a name or `module.name` refers to, when that is written at the top of some module."""
        if isinstance(node, ast.Name):
            if node.id in place.module.imports:
                return self.find(place.module.imports[node.id])
            return place.module, node.id
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            source = place.module.imports.get(node.value.id)
            return self.find(f"{source}.{node.attr}") if source in self.modules else None
        return None

    def definition(self, node: ast.expr, place: Place) -> Function | ast.ClassDef | None:
        """The function or class that is called, if it is the application's own."""
        if isinstance(node, ast.Name):
            for function in reversed(place.around):
                for inner in function.body:
                    if isinstance(inner, Function) and inner.name == node.id:
                        return inner
        if (target := self.named(node, place)) is None:
            return None
        module, name = target
        return module.functions.get(name) or module.classes.get(name)

    def classes(self) -> Iterator[tuple[Module, ast.ClassDef]]:
        for module in self.modules.values():
            for one in module.classes.values():
                yield module, one

    # From a column back to literals.

    def reaching(self, column: str) -> set[str]:
        """Every value that is written to this column of the audit log."""
        entry = next(one for _, one in self.classes() if text(assigned(one, "__tablename__")) == TABLE)
        found: set[str] = set()
        self.seen.clear()
        for call in self.called.get(entry, []):
            for value in (k.value for k in call.node.keywords if k.arg == column):
                found |= self.values(value, call.place)
        for module in self.modules.values():
            if any(self.definition(ast.Name(n), Place(module)) is entry for n in [*module.imports, *module.classes]):
                for place, node in dicts(module.tree, Place(module)):
                    for key, value in zip(node.keys, node.values, strict=True):
                        if key is not None and text(key) == column:
                            found |= self.values(value, place)
        return found - {""}

    def values(self, node: ast.expr | None, place: Place) -> set[str]:
        """Every text that an expression can come to, as far as it is written down somewhere."""
        if node is None or (node, place) in self.seen:
            return set()
        self.seen.add((node, place))
        match node:
            case ast.Constant(value=str(literal)):
                return {literal}
            case ast.Constant():
                return set()
            case ast.JoinedStr(values=parts):
                return {"".join(text(part) if isinstance(part, ast.Constant) else MADE for part in parts)}
            case ast.IfExp(body=one, orelse=other):
                return self.values(one, place) | self.values(other, place)
            case ast.BoolOp(values=several) | ast.Tuple(elts=several) | ast.List(elts=several):
                return set().union(*(self.values(one, place) for one in several))
            case ast.Dict(values=several):
                return set().union(*(self.values(one, place) for one in several))
            case ast.Subscript(value=of):
                return self.values(of, place)
            case ast.Name():
                return self._of_name(node, place)
            case ast.Attribute():
                return self._of_attribute(node, place)
            case ast.Call():
                return self._of_call(node, place)
        return {MADE}

    def _of_name(self, node: ast.Name, place: Place) -> set[str]:
        for depth in range(len(place.around), 0, -1):
            function, inside = place.around[depth - 1], Place(place.module, place.around[:depth])
            if node.id in parameters(function):
                return self._given(function, node.id, inside)
            if bound := list(bindings(function, node.id)):
                return set().union(*(self.values(value, inside) for value in bound))
        if target := self.named(node, place):
            module, name = target
            if name in module.values:
                return self.values(module.values[name], Place(module))
        return {MADE}

    def _given(self, function: Function, name: str, place: Place) -> set[str]:
        """What callers give for a parameter, and what it is when they give nothing."""
        found = self.values(default(function, name), Place(place.module, place.around[:-1]))
        for call in self.called.get(function, []):
            if (value := argument(call.node, [*positional(function)], name)) is not None:
                found |= self.values(value, call.place)
        return found or {MADE}

    def _of_attribute(self, node: ast.Attribute, place: Place) -> set[str]:
        if (target := self.named(node, place)) and node.attr in target[0].values:
            return self.values(target[0].values[node.attr], Place(target[0]))
        owner = self.definition(node.value, place)
        if isinstance(owner, ast.ClassDef) and (value := assigned(owner, node.attr)) is not None:
            return self.values(value, place)
        found: set[str] = set()
        for module, one in self.classes() if node.attr != NAME else ():
            found |= self._of_field(module, one, node.attr)
        return found or {MADE}

    def _of_field(self, module: Module, one: ast.ClassDef, name: str) -> set[str]:
        """What a field or property of this name holds in one class; nothing when the class has none."""
        found: set[str] = set()
        for method in one.body:
            if isinstance(method, Function) and method.name == name:
                found |= self._returned(method, Place(module, (method,)))
        fields = [a.target.id for a in one.body if isinstance(a, ast.AnnAssign) and isinstance(a.target, ast.Name)]
        if name in fields and not is_table(one):
            found |= self.values(assigned(one, name), Place(module))
            for call in self.called.get(one, []):
                if (value := argument(call.node, fields, name)) is not None:
                    found |= self.values(value, call.place)
        return found

    def _of_call(self, node: ast.Call, place: Place) -> set[str]:
        function = self.definition(node.func, place)
        if isinstance(function, Function):
            return self._returned(function, self.homes[function])
        if isinstance(node.func, ast.Name) and node.func.id == "field":  # the default of a dataclass
            return set().union(*(self.values(k.value, place) for k in node.keywords if k.arg == "default"))
        return {MADE}

    def _returned(self, function: Function, place: Place) -> set[str]:
        returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
        return set().union(*(self.values(value, place) for value in returned))
