"""What crosses HTTP: messages by topic, and the codes that programs rely on. Shared by the server and its clients."""
