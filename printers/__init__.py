"""Receipts on ESC/POS printers: documents, layout, drawing, devices, a durable spool and a virtual printer."""
