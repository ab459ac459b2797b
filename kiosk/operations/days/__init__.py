"""Use cases of a service day: closing, reports, the audit log, retention, emergencies."""
