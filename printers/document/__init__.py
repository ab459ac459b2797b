"""What a receipt is, without a printer: its rows, their layout for a paper width, and the dots they become."""
