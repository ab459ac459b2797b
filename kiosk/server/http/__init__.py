"""Requests and responses: routes, roles, problems, and the OpenAPI document."""
