"""Swift source with everything that is not code blanked out, for the checks that look for words in code."""

import re

# What opens something that is not code, longest first. A string may be raw: any number of # before its quotes.
OPENING = re.compile(r'//|/\*|(#*)("""|")')


def code_only(text):
    """The same text, as long and with the same lines, in which comments and the insides of strings are spaces.

    Interpolations count as part of their string: what stands in them is short, and no import or declaration.
    """
    kept, at = [], 0
    while opening := OPENING.search(text, at):
        end = end_of(text, opening)
        kept.append(text[at : opening.start()])
        kept.append(re.sub(r"[^\n]", " ", text[opening.start() : end]))
        at = end
    kept.append(text[at:])
    return "".join(kept)


def end_of(text, opening):
    """Where the comment or string that starts at `opening` ends; the end of the text if it is never closed."""
    if opening.group() == "//":
        return end_or_length(text.find("\n", opening.end()), text)
    if opening.group() == "/*":
        return end_of_block_comment(text, opening.end())
    return end_of_string(text, opening.end(), hashes=opening.group(1), quotes=opening.group(2))


def end_of_block_comment(text, at):
    depth = 1  # Swift's block comments nest
    for mark in re.finditer(r"/\*|\*/", text[at:]):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return at + mark.end()
    return len(text)


def end_of_string(text, at, hashes, quotes):
    """The end of a string, stepping over escapes and over the strings inside its interpolations."""
    escape = "\\" + hashes
    while at < len(text):
        if text.startswith(escape + "(", at):
            at = end_of_interpolation(text, at + len(escape) + 1)
        elif text.startswith(escape, at):
            at += len(escape) + 1
        elif text.startswith(quotes + hashes, at):
            return at + len(quotes + hashes)
        elif text[at] == "\n" and quotes == '"':
            return at
        else:
            at += 1
    return len(text)


def end_of_interpolation(text, at):
    depth = 1
    while at < len(text):
        opening = OPENING.match(text, at)
        if opening:
            at = end_of(text, opening)
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            break
    return at


def end_or_length(found, text):
    return len(text) if found < 0 else found
