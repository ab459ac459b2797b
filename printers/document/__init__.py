"""Receipts without a printer: rows, their layout for a paper width, drawing of any script, and a preview."""
