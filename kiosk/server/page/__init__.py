"""The web page of one ticket, for the phone of its visitor."""
