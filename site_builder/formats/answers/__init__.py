"""Answers of scholarly services, as their APIs give them and their sites export them: one module a service."""
