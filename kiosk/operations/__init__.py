"""The use cases: functions of a service point and one transaction. Rules and queue decide what they can decide."""
