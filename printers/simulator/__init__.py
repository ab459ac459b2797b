"""A virtual ESC/POS printer: it draws what it is sent, answers like a real one, and has every fault of one."""
