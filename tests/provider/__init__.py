"""A real OpenID Connect provider for the tests: a Django process of its own with django-oauth-toolkit.

`tests.provider.running` starts it and tells it who its people are, and which untruth it tells with the next token.
"""
