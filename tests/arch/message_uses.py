"""Which message codes the source uses, and with which placeholders, read from its syntax.

A code enters a message where something that carries codes is called: an error of ours, a dataclass with ``code: str`` first and placeholders or
a place after it, or a function that hands its own parameter on as a code. A pair ``(code, params_of(…))`` carries one too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from source_tree import called_name, place

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a code is given. `pattern` is a regular expression; `names` are the placeholders given, None if that cannot be seen.

    `asks`: the reader is asked to act, as by a refusal or an error; a remark or a reason may stand without a remedy.
    """

    pattern: str
    place: str
    names: frozenset[str] | None
    asks: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Placeholders that can be seen, and whether they are all."""

    seen: frozenset[str] = frozenset()
    all: bool = True


@dataclass(frozen=True, slots=True)
class Carrier:
    """Something that takes a code at `position`. `own` are placeholders it adds itself; `open`: keywords of a call are placeholders too."""

    position: int
    keyword: str = "code"
    own: Names = Names()
    open: bool = False
    constructor: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A code as the source gives it."""

    code: ast.expr
    names: Names
    asks: bool = False


@dataclass(slots=True)
class Source:
    """Modules of the project, with what was found in them so far. Names with a leading underscore belong to their module."""

    modules: dict[Path, ast.Module]
    carriers: dict[str, Carrier] = field(default_factory=dict)
    constants: dict[str, set[str]] = field(default_factory=dict)
    parts: list[tuple[Path, tuple[Function, ...], ast.AST]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for path, module in self.modules.items():
            self.parts += [(path, scope, part) for scope, part in _scoped(module) if isinstance(part, ast.Call | ast.Tuple)]
            for name, value in _assignments(module.body):
                self.constants.setdefault(_key(path, name), set()).update(_literals(value))
        self._find_constructors()
        while self._find_forwarders():
            pass

    def _find_constructors(self) -> None:
        classes = [node for module in self.modules.values() for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
        errors, before = {"HutanError"}, 0
        while len(errors) > before:
            before = len(errors)
            errors |= {node.name for node in classes if any(isinstance(base, ast.Name) and base.id in errors for base in node.bases)}
        self.carriers |= {name: Carrier(0, open=True, asks=True) for name in errors}
        self.carriers |= {node.name: Carrier(0, constructor=True, asks=node.name == "Refusal") for node in classes if _carries_a_code(node)}

    def _find_forwarders(self) -> bool:
        """Add functions that hand a parameter on as a code. True if there was a new one."""
        count = len(self.carriers)
        for path, scope, part in self.parts:
            given = self._code_in(part, path)
            if given is not None:
                for function in scope:
                    self._note_forwarder(path, function, given)
        return len(self.carriers) > count

    def _note_forwarder(self, path: Path, function: Function, given: Given) -> None:
        code, names = given.code, given.names
        parameters = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
        every = [*parameters, *(argument.arg for argument in function.args.kwonlyargs)]
        if isinstance(code, ast.Name) and code.id in every and _key(path, function.name) not in self.carriers:
            position = parameters.index(code.id) - (parameters[0] in ("self", "cls")) if code.id in parameters else len(parameters)
            passes_on = function.args.kwarg is not None and not names.all
            own = Names(names.seen, names.all or passes_on)
            self.carriers[_key(path, function.name)] = Carrier(position, code.id, own, open=passes_on, asks=given.asks)

    def _code_in(self, part: ast.AST, path: Path) -> Given | None:
        """The code that a call or a pair carries, with its placeholders."""
        if isinstance(part, ast.Tuple) and len(part.elts) == 2 and _is_params_of(part.elts[1]):
            return Given(part.elts[0], _keywords(part.elts[1]))
        if not isinstance(part, ast.Call):
            return None
        carrier = self.carriers.get(_key(path, called_name(part)))
        code = _argument(part, carrier) if carrier else None
        return Given(code, _names(part, carrier), carrier.asks) if carrier and code is not None else None

    def uses(self) -> Iterator[Use]:
        """Every code that is given anywhere, with its place."""
        for path, scope, part in self.parts:
            found = self._code_in(part, path)
            if found is not None:
                patterns = self._patterns(found.code, scope, path)
                for pattern in sorted(patterns) if patterns is not None else [""]:
                    yield Use(pattern, place(path, found.code), found.names.seen if found.names.all else None, found.asks)

    def _patterns(self, code: ast.expr, scope: tuple[Function, ...], path: Path) -> set[str] | None:
        """Patterns of the codes an expression may give; empty if they are given elsewhere, None if they cannot be seen."""
        match code:
            case ast.JoinedStr(values=values):
                return {"".join(re.escape(v.value) if isinstance(v, ast.Constant) and isinstance(v.value, str) else ".+" for v in values)}
            case ast.Attribute(attr="code") | ast.Constant(value=None):
                return set()
            case ast.Attribute(attr=name):
                return {re.escape(text) for text in _given_to_field(self.modules[path], name)} or None
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
                return self._named(name, scope, path)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, default]):
                return _joined([self._named(name, scope, path), self._patterns(default, scope, path)])
            case ast.IfExp(body=body, orelse=orelse):
                return _joined([self._patterns(body, scope, path), self._patterns(orelse, scope, path)])
            case ast.Call(func=ast.Name(id=name)):
                return {re.escape(text) for text in _returned(self.modules[path], name)} or None
            case _:
                return {re.escape(text) for text in _literals(code)} or None

    def _named(self, name: str, scope: tuple[Function, ...], path: Path) -> set[str] | None:
        for function in reversed(scope):
            arguments = function.args
            if any(argument.arg == name for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)):
                return set()
            local = [value for target, value in _assignments(ast.walk(function)) if target == name]
            if local:
                return _joined([self._patterns(value, scope, path) for value in local])
            if name in _taken_from_pairs(function):
                return set()
        texts = self.constants.get(_key(path, name))
        return {re.escape(text) for text in texts} if texts else None


def strings(modules: Iterable[ast.Module]) -> set[str]:
    """Every text literal."""
    return {node.value for module in modules for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _key(path: Path, name: str) -> str:
    return f"{path}:{name}" if name.startswith("_") else name


def _joined(parts: list[set[str] | None]) -> set[str] | None:
    seen = [part for part in parts if part is not None]
    return set().union(*seen) if len(seen) == len(parts) else None


def _carries_a_code(node: ast.ClassDef) -> bool:
    fields = [ast.unparse(part.target) + ":" + ast.unparse(part.annotation) for part in node.body if isinstance(part, ast.AnnAssign)]
    is_dataclass = any("dataclass" in ast.dump(decorator) for decorator in node.decorator_list)
    return is_dataclass and fields[:1] == ["code:str"] and any(name.startswith(("params:", "place:")) for name in fields)


def _scoped(node: ast.AST, scope: tuple[Function, ...] = ()) -> Iterator[tuple[tuple[Function, ...], ast.AST]]:
    """Every node, with the functions around it."""
    for child in ast.iter_child_nodes(node):
        yield scope, child
        yield from _scoped(child, (*scope, child) if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else scope)


def _assignments(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def _literals(value: ast.expr) -> set[str]:
    """Texts an expression may give: of a constant, of a table's values, of the branches of a choice."""
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.Dict(values=values) | ast.Tuple(elts=values):
            return {text for item in values for text in _literals(item)}
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) | _literals(orelse)
        case ast.Call(args=[argument]):
            return _literals(argument)
        case _:
            return set()


def _given_to_field(module: ast.Module, name: str) -> set[str]:
    """Texts that a module gives to the field `name` of its own classes."""
    found: set[str] = set()
    for node in module.body:
        fields = [ast.unparse(part.target) for part in node.body if isinstance(part, ast.AnnAssign)] if isinstance(node, ast.ClassDef) else []
        if isinstance(node, ast.ClassDef) and name in fields:
            calls = [call for call in ast.walk(module) if isinstance(call, ast.Call) and called_name(call) == node.name]
            values = [_argument(call, Carrier(fields.index(name), name)) for call in calls]
            found |= {text for value in values if value is not None for text in _literals(value)}
    return found


def _returned(module: ast.Module, name: str) -> set[str]:
    """Texts that the module's function `name` returns."""
    functions = [node for node in module.body if isinstance(node, Function) and node.name == name]
    returns = [part.value for function in functions for part in ast.walk(function) if isinstance(part, ast.Return) and part.value is not None]
    return {text for value in returns for text in _literals(value)}


def _taken_from_pairs(function: Function) -> set[str]:
    """Names that a function unpacks from pairs of a code and its params; the code was given where the pair was made."""
    targets = [node.target for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    pairs = [[item.id for item in target.elts if isinstance(item, ast.Name)] for target in targets if isinstance(target, ast.Tuple)]
    return {names[0] for names in pairs if len(names) == 2 and names[1] == "params"}


def _argument(call: ast.Call, carrier: Carrier) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == carrier.keyword), None)
    return named if named is not None else call.args[carrier.position] if len(call.args) > carrier.position else None


def _is_params_of(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called_name(node) == "params_of"


def _keywords(call: ast.AST) -> Names:
    keywords = call.keywords if isinstance(call, ast.Call) else []
    return Names(frozenset(keyword.arg for keyword in keywords if keyword.arg), all(keyword.arg for keyword in keywords))


def _names(call: ast.Call, carrier: Carrier) -> Names:
    """Placeholders that a call of a carrier gives."""
    if carrier.constructor:
        return _params_given(call)
    given = _keywords(call) if carrier.open else Names()
    return Names((given.seen - {carrier.keyword}) | carrier.own.seen, given.all and carrier.own.all)


def _params_given(call: ast.Call) -> Names:
    """Placeholders in the arguments of a refusal-like value: those of ``params_of``; none where nothing else could hold any."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    found = [argument for argument in arguments if _is_params_of(argument)]
    return _keywords(found[0]) if found else Names(all=len(arguments) <= 2 and called_name(call) in ("Refusal", "Remark"))
