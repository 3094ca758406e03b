"""One module a format: what marks it, how it is read into a draft, how a draft is written."""
