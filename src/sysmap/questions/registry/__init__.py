"""What a question is, where the questions are found, and how one is asked by name.

Every module of `sysmap.questions` beside this package is one question. What a question is: `question`; its parameters:
`parameters`; what it gives: `answer`, with what that rests on: `footing`; the shape of its JSON: `shapes`; finding
questions by name: `finding`; asking with words and numbers from anywhere: `asking`; telling browsers: `catalogue`.
"""
